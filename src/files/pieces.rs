//! Pieces of files that are still coming, from browsers that go on where a line broke off.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt as _, PutMode, PutOptions};

use super::trouble::Refused;
use super::{Files, Kind};

/// Folder of what is still coming, piece by piece. What was taken in, and what is being taken in, is elsewhere.
const PIECES: &str = "pieces";

/// Pieces of files that are still coming: `pieces/<token>/<offset>`. A piece is never written over.
impl Files {
    fn shared(&self) -> &Arc<dyn ObjectStore> {
        match &self.kind {
            Kind::Folder(_, store) => store,
            Kind::Remote(remote) => &remote.store,
        }
    }

    fn pieces_of(token: &str) -> Key {
        Key::from(PIECES).join(token)
    }

    fn piece(token: &str, offset: u64) -> Key {
        Self::pieces_of(token).join(format!("{offset:020}"))
    }

    /// Keeps the bytes from `offset` on. Of two pieces that come for one place the first holds: tells whether this is it.
    pub async fn put_piece(&self, token: &str, offset: u64, bytes: Bytes) -> Result<bool, Refused> {
        let key = Self::piece(token, offset);
        let once = PutOptions::from(PutMode::Create);
        match self.shared().put_opts(&key, bytes.into(), once).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Where the pieces from the start on without a hole begin, each with its size.
    pub async fn pieces(&self, token: &str) -> Result<Vec<(u64, u64)>, Refused> {
        let prefix = Self::pieces_of(token);
        let mut there = std::collections::BTreeMap::new();
        let mut listed = self.shared().list(Some(&prefix));
        while let Some(found) = listed.next().await {
            let found = found?;
            if let Some(offset) = found.location.filename().and_then(|it| it.parse::<u64>().ok()) {
                there.insert(offset, found.size);
            }
        }
        let (mut pieces, mut end) = (Vec::new(), 0);
        while let Some(size) = there.get(&end).copied().filter(|it| *it > 0) {
            pieces.push((end, size));
            end += size;
        }
        Ok(pieces)
    }

    /// The content of some pieces, one after the other.
    pub fn read_pieces(
        &self,
        token: &str,
        pieces: &[(u64, u64)],
    ) -> impl Stream<Item = object_store::Result<Bytes>> + use<> {
        let keys: Vec<Key> = pieces.iter().map(|it| Self::piece(token, it.0)).collect();
        let store = self.shared().clone();
        futures_util::stream::iter(keys)
            .then(move |key| {
                let store = store.clone();
                async move { store.get(&key).await.map(object_store::GetResult::into_stream) }
            })
            .try_flatten()
    }

    /// Takes the pieces of a file away.
    pub async fn delete_pieces(&self, token: &str) -> Result<(), Refused> {
        let mut listed = self.shared().list(Some(&Self::pieces_of(token)));
        while let Some(found) = listed.next().await {
            self.shared().delete(&found?.location).await?;
        }
        Ok(())
    }
}
