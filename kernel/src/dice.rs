//! Numbers that look random and are the same on every platform (Steele, Lea and Flood, "Fast splittable
//! pseudorandom number generators", 2014: `SplitMix64`).

/// The state is the seed.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// At least 0, and less than the bound, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        usize::try_from(bits % bound as u64).expect("less than the bound")
    }

    /// Puts items into any order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}
