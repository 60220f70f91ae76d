// Nothing here waits: each task keeps a core busy. With `isolated` each has a worker of its own, so that they run at the
// same time and the page stays quick.

function primesBetween(from, to) {
  let count = 0;
  for (let number = Math.max(from, 2); number < to; number++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= number; divisor++) {
      if (number % divisor === 0) {
        isPrime = false;
        break;
      }
    }
    if (isPrime) count++;
  }
  return count;
}

export const count_primes = (upTo) => primesBetween(0, upTo / 3);

export const count_primes_after = (upTo) => primesBetween(upTo / 3, (2 * upTo) / 3);

export const count_primes_last = (upTo) => primesBetween((2 * upTo) / 3, upTo);

export const add = ({ first, second, third }) => first + second + third;
