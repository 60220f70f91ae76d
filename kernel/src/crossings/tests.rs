use proptest::prelude::*;

use super::*;
use crate::ladder::Packed;

const WIDTH: usize = 4;

/// Three ranks of four vertices; the last of each stays where it is, as if it were of another side.
fn ladders() -> impl Strategy<Value = Ladder> {
    let segment = (0..2 * WIDTH, 0..WIDTH);
    prop::collection::vec(segment, 0..20).prop_map(|segments| {
        let pairs = segments
            .iter()
            .map(|&(upper, lower)| (upper, (upper / WIDTH + 1) * WIDTH + lower));
        Ladder {
            above: Packed::new(
                3 * WIDTH,
                pairs.clone().map(|(upper, lower)| (lower, upper)),
            ),
            below: Packed::new(3 * WIDTH, pairs),
            rank: (0..as_u32(3 * WIDTH))
                .map(|vertex| vertex / as_u32(WIDTH))
                .collect(),
            movable: vec![[0..WIDTH - 1, WIDTH - 1..WIDTH]; 3],
        }
    })
}

fn first_order() -> Order {
    let rank = |from: usize| (as_u32(from)..as_u32(from + WIDTH)).collect();
    Order::new(vec![rank(0), rank(WIDTH), rank(2 * WIDTH)], 3 * WIDTH)
}

/// The fewest crossings of all orders, the last of each rank fixed.
fn fewest(ladder: &Ladder) -> u64 {
    const ORDERS: [[usize; 3]; 6] = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    let mut reducer = Reducer::new(ladder, usize::MAX);
    let mut least = u64::MAX;
    for all in 0..216_usize {
        let choice = [all % 6, all / 6 % 6, all / 36];
        let layers = (0..3).map(|rank| {
            let movable = ORDERS[choice[rank]]
                .iter()
                .map(|place| as_u32(rank * WIDTH + place));
            movable.chain([as_u32(rank * WIDTH + WIDTH - 1)]).collect()
        });
        let order = Order::new(layers.collect(), 3 * WIDTH);
        least = least.min(reducer.crossings(&order, 0..3));
    }
    least
}

fn assert_sound(order: &Order) {
    for (rank, layer) in order.layers.iter().enumerate() {
        let mut sorted = layer.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, first_order().layers[rank]);
        assert_eq!(layer[WIDTH - 1], sorted[WIDTH - 1], "the other side stays");
    }
    assert_eq!(
        order.place,
        Order::new(order.layers.clone(), 3 * WIDTH).place
    );
}

proptest! {
    #[test]
    fn it_finds_the_fewest_crossings_of_what_is_small(ladder in ladders()) {
        let mut reducer = Reducer::new(&ladder, 200_000);
        let mut order = first_order();
        reducer.descend(&mut order, 0..3, true);
        reducer.stir(&mut order, &mut Dice(1));
        assert_sound(&order);
        prop_assert_eq!(reducer.crossings(&order, 0..3), fewest(&ladder));
    }

    #[test]
    fn stopped_early_it_is_no_worse(ladder in ladders(), work in 0..300_usize) {
        let mut order = first_order();
        let before = Reducer::new(&ladder, usize::MAX).crossings(&order, 0..3);
        let mut reducer = Reducer::new(&ladder, work);
        let answered = reducer.descend(&mut order, 0..3, false);
        assert_sound(&order);
        let after = Reducer::new(&ladder, usize::MAX).crossings(&order, 0..3);
        prop_assert_eq!(answered, after);
        prop_assert!(after <= before);
    }
}
