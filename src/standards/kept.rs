//! Trees of published editions, kept once read. A published edition never changes, so nothing kept can go stale, and every copy of the
//! program may keep its own. Drafts are read anew each time.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use hashlink::LruCache;

use super::pack::Head;
use crate::entities::{EditionId, EditionState, criterion, edition};

/// The criteria of an edition, in preorder; copied only where somebody changes their copy.
pub type Tree = Arc<Vec<criterion::Model>>;

/// What is kept of an edition.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    pub(super) head: Arc<Head>,
    pub(super) tree: Tree,
}

/// How many criteria are kept in all; a criterion takes some 2 KiB.
const MOST: usize = 20_000;

/// An edition and the contents that its id stood for: another database of the same process has its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    id: EditionId,
    digest: String,
    loaded_at: DateTime<Utc>,
}

impl Key {
    /// The key of a published edition; drafts have none.
    pub fn of(it: &edition::Model) -> Option<Self> {
        let is_fixed = it.state == EditionState::Published;
        is_fixed.then(|| Self { id: it.id, digest: it.digest.clone(), loaded_at: it.loaded_at })
    }
}

static KEPT: LazyLock<Mutex<LruCache<Key, Kept>>> =
    LazyLock::new(|| Mutex::new(LruCache::new_unbounded()));

/// An edition, if it is kept.
pub(super) fn get(of: &edition::Model) -> Option<Kept> {
    let key = Key::of(of)?;
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
}

/// Keeps an edition, and gives up those that nobody asked for the longest.
pub(super) fn put(of: &edition::Model, it: &Kept) {
    let fits = !it.tree.is_empty() && it.tree.len() <= MOST;
    let Some(key) = Key::of(of).filter(|_| fits) else { return };
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.insert(key, it.clone());
    let mut held: usize = kept.iter().map(|it| it.1.tree.len()).sum();
    while held > MOST {
        held -= kept.remove_lru().map_or(held, |it| it.1.tree.len());
    }
}
