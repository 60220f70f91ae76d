//! Maps that keep the order in which their keys came.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// A map that keeps the order in which its keys came. It hashes quickly, and the same everywhere.
pub type Map<K, V> = IndexMap<K, V, FxBuildHasher>;
