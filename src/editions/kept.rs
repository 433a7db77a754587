//! How the criteria of two published editions match, kept once worked out: neither ever changes, so nothing kept can go stale.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use hashlink::LruCache;
use sea_orm::DbErr;

use super::Edition;
use super::matching::{Match, matches};
use crate::standards::kept::Key;
use crate::standards::store::Whole;

/// How many pairs of editions are kept; a criterion takes some 40 bytes in each.
const MOST: usize = 32;

/// Pairs of criteria, in the order of the new edition.
pub(super) type Matches = Arc<Vec<Match>>;

static KEPT: LazyLock<Mutex<LruCache<(Key, Key), Matches>>> =
    LazyLock::new(|| Mutex::new(LruCache::new(MOST)));

/// How the criteria of an edition match those of a later one; none where one of them is a draft.
pub(super) async fn of(from: &Whole, to: &Whole) -> Result<Option<Matches>, DbErr> {
    let Some(keys) = Key::of(&from.edition).zip(Key::of(&to.edition)) else { return Ok(None) };
    if let Some(found) = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(&keys) {
        return Ok(Some(found.clone()));
    }
    let (old, new) = (Edition::from(from), Edition::from(to));
    // Large editions take a while; others are answered meanwhile.
    let found = tokio::task::spawn_blocking(move || matches(&old.criteria, &new.criteria))
        .await
        .map_err(|it| DbErr::Custom(it.to_string()))?;
    let found = Arc::new(found);
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(keys, found.clone());
    Ok(Some(found))
}
