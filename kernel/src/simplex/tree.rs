//! The spanning tree of the simplex: how it grows, what flows in it, and how a part of it is cut off and tied again.

use super::{Link, NONE, Simplex, as_u32};

impl Simplex<'_> {
    /// Grows the tree over all links that are at their bends, and gives its links the flows that balance.
    pub(super) fn grow(&mut self, root: usize) {
        let mut met = vec![false; root + 1];
        let mut order: Vec<u32> = Vec::with_capacity(root);
        for start in 0..root {
            if met[start] {
                continue;
            }
            met[start] = true;
            self.hang(as_u32(start), as_u32(root), NONE);
            let mut done = order.len();
            order.push(as_u32(start));
            while let Some(&node) = order.get(done) {
                done += 1;
                for place in self.first[node as usize]..self.first[node as usize + 1] {
                    let index = self.at[place as usize];
                    let link = self.links[index as usize];
                    let other = if link.tail == node {
                        link.head
                    } else {
                        link.tail
                    };
                    if !met[other as usize] && self.distance(link) == link.at {
                        met[other as usize] = true;
                        self.hang(other, node, index);
                        self.in_tree[index as usize] = true;
                        order.push(other);
                    }
                }
            }
        }
        let mut excess = vec![0_i64; root + 1];
        for (index, link) in self.links.iter().enumerate() {
            if !self.in_tree[index] {
                excess[link.head as usize] += self.flow[index];
                excess[link.tail as usize] -= self.flow[index];
            }
        }
        for &node in order.iter().rev() {
            let node = node as usize;
            let (up, over) = (self.up[node], excess[node]);
            excess[self.parent[node] as usize] += over;
            if up == NONE {
                self.tied[node] = -over;
            } else if self.links[up as usize].head as usize == node {
                self.flow[up as usize] = -over;
            } else {
                self.flow[up as usize] = over;
            }
        }
    }

    pub(super) fn hang(&mut self, node: u32, parent: u32, link: u32) {
        let sibling = self.children[parent as usize];
        self.next[node as usize] = sibling;
        self.previous[node as usize] = NONE;
        if sibling != NONE {
            self.previous[sibling as usize] = node;
        }
        self.children[parent as usize] = node;
        self.parent[node as usize] = parent;
        self.up[node as usize] = link;
    }

    pub(super) fn cut(&mut self, node: u32) {
        let (next, previous) = (self.next[node as usize], self.previous[node as usize]);
        if previous == NONE {
            self.children[self.parent[node as usize] as usize] = next;
        } else {
            self.next[previous as usize] = next;
        }
        if next != NONE {
            self.previous[next as usize] = previous;
        }
    }

    /// Sends `more` from a link's head back to its tail through the tree.
    pub(super) fn circulate(&mut self, link: Link, more: i64) {
        if more == 0 {
            return;
        }
        // Both ends climb by turns until one comes upon the way of the other.
        self.stamp += 2;
        let (mut a, mut b) = (link.head, link.tail);
        let root = as_u32(self.x.len() - 1);
        let meeting = loop {
            if a == b {
                break a;
            }
            if a != root {
                if self.seen[a as usize] == self.stamp + 1 {
                    break a;
                }
                self.seen[a as usize] = self.stamp;
                a = self.parent[a as usize];
            }
            if a == b {
                break a;
            }
            if b != root {
                if self.seen[b as usize] == self.stamp {
                    break b;
                }
                self.seen[b as usize] = self.stamp + 1;
                b = self.parent[b as usize];
            }
        };
        self.send(link.head, meeting, more);
        self.send(link.tail, meeting, -more);
    }

    /// Sends `more` upwards through the tree.
    pub(super) fn send(&mut self, from: u32, to: u32, more: i64) {
        let mut node = from;
        while node != to {
            self.work += 1;
            let up = self.up[node as usize];
            if up == NONE {
                self.tied[node as usize] -= more;
            } else if self.links[up as usize].head == node {
                self.flow[up as usize] -= more;
            } else {
                self.flow[up as usize] += more;
            }
            node = self.parent[node as usize];
        }
    }

    /// Collects, of what a cut below `parent` leaves, the part that is smaller; answers 0 for the node's own.
    /// Its nodes are stamped: with `stamp` those of the node's part, with one more those of the other.
    pub(super) fn smaller_side(&mut self, node: u32, parent: u32) -> usize {
        self.stamp += 2;
        let mut sides = std::mem::take(&mut self.sides);
        for (side, start) in [node, parent].into_iter().enumerate() {
            sides[side].clear();
            sides[side].push(start);
            self.seen[start as usize] = self.stamp + u32::from(side == 1);
        }
        let mut done = 0;
        let small = 'search: loop {
            for side in 0..2 {
                let Some(&at) = sides[side].get(done) else {
                    break 'search side;
                };
                let mark = self.stamp + u32::from(side == 1);
                let mut child = self.children[at as usize];
                let above = self.parent[at as usize];
                if side == 1 && above != NONE && self.seen[above as usize] != mark {
                    self.seen[above as usize] = mark;
                    sides[1].push(above);
                }
                while child != NONE {
                    if child != node && self.seen[child as usize] != mark {
                        self.seen[child as usize] = mark;
                        sides[side].push(child);
                    }
                    child = self.next[child as usize];
                }
            }
            done += 1;
        };
        self.work += 2 * sides[small].len();
        self.sides = sides;
        small
    }

    /// Puts a link into the tree in place of the one above a node. `head_is_below` says whether its head is in
    /// the part that the node is in.
    pub(super) fn replace(&mut self, node: u32, up: u32, entering: u32, head_is_below: bool) {
        if up != NONE {
            self.in_tree[up as usize] = false;
        }
        self.in_tree[entering as usize] = true;
        let link = self.links[entering as usize];
        let (below, above) = if head_is_below {
            (link.head, link.tail)
        } else {
            (link.tail, link.head)
        };
        // What was above `below` within its part now hangs below it.
        let (mut at, mut new_parent, mut new_up) = (below, above, entering);
        loop {
            let (old_parent, old_up) = (self.parent[at as usize], self.up[at as usize]);
            self.cut(at);
            self.hang(at, new_parent, new_up);
            self.work += 1;
            if at == node {
                break;
            }
            (new_parent, new_up) = (at, old_up);
            at = old_parent;
        }
    }
}
