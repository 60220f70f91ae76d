use proptest::prelude::*;

use super::*;

fn cost(x: &[i32], links: &[Link]) -> Option<i64> {
    links
        .iter()
        .map(|link| {
            let over = x[link.head as usize] - x[link.tail as usize] - link.at;
            let slope = if over < 0 { link.low } else { link.high };
            (slope != NEVER).then(|| i64::from(over) * i64::from(slope))
        })
        .sum()
}

/// The least cost of all positions from 0 to `most`.
fn least(count: usize, links: &[Link], most: i32) -> Option<i64> {
    let mut x = vec![0; count];
    let mut least = None;
    loop {
        if let Some(cost) = cost(&x, links)
            && least.is_none_or(|least| cost < least)
        {
            least = Some(cost);
        }
        let Some(at) = x.iter().position(|&x| x < most) else {
            return least;
        };
        x[at] += 1;
        x[..at].fill(0);
    }
}

/// Links that lead to higher numbers, some of which forbid, so that the numbers themselves are feasible.
fn links(count: u32) -> impl Strategy<Value = Vec<Link>> {
    let link = (
        0..count,
        0..count,
        -1..=1_i32,
        0..4_i32,
        0..4_i32,
        any::<bool>(),
    );
    prop::collection::vec(link, 1..9).prop_map(|links| {
        links
            .into_iter()
            .filter(|(a, b, ..)| a != b)
            .map(|(a, b, at, low, high, forbids)| Link {
                tail: a.min(b),
                head: a.max(b),
                at,
                low: if forbids { NEVER } else { -low },
                high,
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn it_finds_the_least_cost(links in links(5)) {
        let mut x: Vec<i32> = (0..5).collect();
        minimise(&mut x, &links, usize::MAX);
        prop_assert_eq!(cost(&x, &links), least(5, &links, 5));
    }

    #[test]
    fn stopped_early_it_is_feasible_and_no_worse(links in links(20), effort in 0..200_usize) {
        let mut x: Vec<i32> = (0..20).collect();
        let before = cost(&x, &links).unwrap();
        minimise(&mut x, &links, effort);
        prop_assert!(cost(&x, &links).unwrap() <= before);
    }
}

#[test]
fn nothing_is_no_problem() {
    minimise(&mut [], &[], 10);
    let mut x = [3, 1];
    minimise(&mut x, &[], 10);
    assert_eq!(x, [3, 1]);
}
