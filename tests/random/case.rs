//! Random workflows and how their functions answer: the same for the same seed, natively and as wasm.
//!
//! Included by path where it is needed, since it knows nothing of the engine: texts come out, and what a call
//! answers depends on the call alone, so that a run that is resumed gets the same answers.

use fastrand::Rng;
use serde_json::{Map, Value, json};

const NAMES: [&str; 5] = ["A", "B", "x/y", "p[0]", "~é#1"];
const ERRORS: [&str; 3] = ["Boom", "Busy", "Data.NotJson"];
const VALUES: [&str; 9] = [
    "\"a\"",
    "1",
    "true",
    "null",
    "[1,2.50,\"x\"]",
    "[]",
    "{\"k\":\"a\",\"list\":[\"x\",null]}",
    "[[1],{\"list\":[2,3]},\"\\u0001\\\"\",4,5]",
    "1e400",
];

/// A workflow, its input, and how its functions answer.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// The definition's text.
    pub(crate) definition: String,
    /// The input's text.
    pub(crate) input: &'static str,
    seed: u64,
    tame: bool,
}

/// How a call settles.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Settled {
    /// Milliseconds until it does; `None`: never.
    pub(crate) after: Option<u64>,
    /// A value's text, or an error's name.
    pub(crate) result: Result<String, &'static str>,
}

impl Case {
    /// Everything that a workflow can have. Every call settles or has a deadline.
    pub(crate) fn wild(seed: u64) -> Self {
        Self::new(seed, false)
    }

    /// Without deadlines and jitter, and every call settles: so a run that is resumed can go the same way.
    pub(crate) fn tame(seed: u64) -> Self {
        Self::new(seed, true)
    }

    fn new(seed: u64, tame: bool) -> Self {
        let mut rng = Rng::with_seed(seed);
        let input = one(&mut rng, &VALUES);
        let mut making = Making { rng, tame };
        let definition = making.root().to_string();
        Self {
            definition,
            input,
            seed,
            tame,
        }
    }

    /// How a call settles, by what is the same for it in every life of its run.
    pub(crate) fn answer(&self, function: &str, key: &str, attempt: u32, input: &str) -> Settled {
        let mut rng = Rng::with_seed(self.draw(key, attempt));
        let result = match rng.u8(..10) {
            0..3 => Err(one(&mut rng, &ERRORS)),
            3..5 if input.len() < 100 => Ok(input.to_owned()),
            _ => Ok(one(&mut rng, &VALUES).to_owned()),
        };
        let after = match rng.u8(..8) {
            0 if function == "never" => None,
            _ if self.tame => Some(0),
            0..4 => Some(0),
            _ => Some(one(&mut rng, &[1, 20, 700, 4000])),
        };
        Settled { after, result }
    }

    /// A number that looks random and belongs to the call.
    pub(crate) fn draw(&self, key: &str, attempt: u32) -> u64 {
        // FNV-1a (Fowler, Noll, Vo): `Hasher`s may differ from platform to platform.
        key.bytes()
            .chain(attempt.to_le_bytes())
            .chain(self.seed.to_le_bytes())
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            })
    }
}

struct Making {
    rng: Rng,
    tame: bool,
}

impl Making {
    fn root(&mut self) -> Value {
        let cycles = self.one_in(3);
        let mut root = self.workflow(2, &["N", "M"], cycles);
        let named =
            json!({ "N": self.workflow(1, &["M"], false), "M": self.workflow(0, &[], false) });
        root.insert("workflows".into(), named);
        if cycles {
            root.insert("allowCycles".into(), true.into());
            root.insert("maxSteps".into(), self.rng.u8(1..9).into());
        }
        root.into()
    }

    /// A workflow that nests `depth` levels more in place, and those in `named` by name.
    fn workflow(&mut self, depth: u8, named: &[&str], cycles: bool) -> Map<String, Value> {
        let all = &NAMES[..usize::from(self.rng.u8(1..6))];
        let mut steps = Map::new();
        for (index, name) in all.iter().enumerate() {
            let to = if cycles { all } else { &all[index + 1..] };
            steps.insert((*name).into(), self.step(depth, named, to, cycles).into());
        }
        let mut workflow = Map::from_iter([("steps".to_owned(), steps.into())]);
        if !self.tame && self.one_in(6) {
            workflow.insert("timeout".into(), self.rng.u8(1..9).into());
        }
        workflow
    }

    fn step(&mut self, depth: u8, named: &[&str], to: &[&str], cycles: bool) -> Map<String, Value> {
        let timeout = !self.tame && self.one_in(3);
        let mut step = Map::new();
        match self.rng.u8(..16) {
            0 => {}
            1 => drop(step.insert("wait".into(), json!(f32::from(self.rng.u8(..4)) / 2.0))),
            2 => drop(step.insert(
                "fail".into(),
                json!({ "error": "Boom", "message": "\u{7f}\u{2028}" }),
            )),
            3..6 => {
                let mut tasks = Map::new();
                for name in &NAMES[..usize::from(self.rng.u8(1..4))] {
                    // In a cycle the result would grow with every visit.
                    let task = match self.nested(depth, named) {
                        Some(nested) if !cycles => json!({ "workflow": nested }),
                        _ => self.function(timeout).into(),
                    };
                    tasks.insert((*name).into(), task);
                }
                step.insert("parallel".into(), true.into());
                step.insert("func".into(), tasks.into());
            }
            6..9 => {
                let mut map = Map::new();
                match self.nested(depth, named) {
                    Some(nested) => map.insert("workflow".into(), nested),
                    None => map.insert("func".into(), self.function(timeout).into()),
                };
                if self.one_in(4) {
                    map.insert("items".into(), "/list".into());
                }
                if self.one_in(2) {
                    map.insert("concurrency".into(), self.rng.u8(1..4).into());
                }
                step.insert("map".into(), map.into());
            }
            9..11 => match self.nested(depth, named) {
                Some(nested) => drop(step.insert("workflow".into(), nested)),
                None => drop(step.insert("func".into(), self.function(timeout).into())),
            },
            _ => drop(step.insert("func".into(), self.function(timeout).into())),
        }
        if timeout {
            step.insert("timeout".into(), self.rng.u8(1..6).into());
        }
        if self.one_in(2) && (step.contains_key("parallel") || step.contains_key("map")) {
            step.insert("stopOnFailure".into(), true.into());
        }
        self.edges(&mut step, to);
        if self.one_in(2) {
            let rules: Vec<Value> = (0..self.rng.u8(1..3)).map(|_| self.retry()).collect();
            step.insert("retry".into(), rules.into());
        }
        step
    }

    fn edges(&mut self, step: &mut Map<String, Value>, to: &[&str]) {
        if to.is_empty() {
            return;
        }
        if !self.one_in(5) {
            step.insert("nextStep".into(), self.pick(to).into());
        }
        if self.one_in(4) {
            let branch: Map<String, Value> = ["a", "1", "true", "null"]
                .iter()
                .map(|key| ((*key).to_owned(), self.pick(to).into()))
                .collect();
            step.insert("branch".into(), branch.into());
            if self.one_in(3) {
                step.insert("branchOn".into(), "/k".into());
            }
        }
        match self.rng.u8(..5) {
            0..2 => drop(step.insert("onFailure".into(), self.pick(to).into())),
            2 => {
                let rule = json!({ "errors": [self.error()], "goTo": self.pick(to) });
                step.insert("onFailure".into(), json!([rule]));
            }
            _ => {}
        }
    }

    fn retry(&mut self) -> Value {
        let mut rule = json!({ "errors": [self.error()], "maxRetries": self.rng.u8(..4), "interval": self.rng.u8(..3) });
        if self.one_in(2) {
            rule["maxDelay"] = self.rng.u8(1..4).into();
        }
        if !self.tame && self.one_in(2) {
            rule["jitter"] = true.into();
        }
        rule
    }

    fn error(&mut self) -> &'static str {
        self.pick(&[
            "*",
            "*",
            "Boom",
            "Busy",
            "Step.Timeout",
            "Workflow.Timeout",
            "Branch.NoMatch",
            "Map.NotAList",
            "Map.ItemFailed",
            "Parallel.TaskFailed",
            "Data.NotJson",
        ])
    }

    fn nested(&mut self, depth: u8, named: &[&str]) -> Option<Value> {
        if depth == 0 || self.one_in(2) {
            return None;
        }
        if !named.is_empty() && self.one_in(2) {
            return Some(self.pick(named).into());
        }
        Some(self.workflow(depth - 1, named, false).into())
    }

    /// Only where there is a timeout may a function never settle.
    fn function(&mut self, timeout: bool) -> &'static str {
        if timeout {
            "never"
        } else {
            self.pick(&["f", "g"])
        }
    }

    fn one_in(&mut self, many: u8) -> bool {
        self.rng.u8(..many) == 0
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        one(&mut self.rng, from)
    }
}

/// One of a few, drawn alike whatever the size of a `usize`.
fn one<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    let few = u32::try_from(from.len()).expect("only a few");
    from[rng.u32(..few) as usize]
}
