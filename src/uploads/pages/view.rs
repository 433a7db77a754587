//! What the page of files to sort in is made of, asked for once for all its rows.

use std::collections::HashMap;

use sea_orm::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use crate::app::App;
use crate::entities::{
    Codes, CriterionId, InstitutionId, WaitingFileId, blob, criterion, evidence_type, waiting_file,
};
use crate::standards;
use crate::uploads::duplicates::{self, Known};
use crate::uploads::ground::{self, Ground};
use crate::uploads::matching::{self, Reason};
use crate::uploads::store;
use crate::web::components::Paging;
use crate::web::{Result, Visitor};

/// Which files are shown.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    Page(Paging),
    /// Those whose rows were sent.
    Rows(Vec<WaitingFileId>),
}

/// A criterion that is offered for a file.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) criterion: CriterionId,
    pub(super) said: String,
    pub(super) reason: Reason,
}

/// All of it.
#[derive(Debug)]
pub(super) struct View {
    pub(super) institution: InstitutionId,
    pub(super) files: Vec<waiting_file::Model>,
    /// All that wait, on other pages too.
    pub(super) total: u64,
    pub(super) coming: Vec<waiting_file::Model>,
    pub(super) ground: Ground,
    pub(super) types: Vec<evidence_type::Model>,
    pub(super) known: Known,
    pub(super) offers: HashMap<WaitingFileId, Vec<Offer>>,
    pub(super) criteria: HashMap<CriterionId, criterion::Model>,
    /// What was found in the contents, by their digests.
    pub(super) hints: HashMap<String, Vec<String>>,
}

impl View {
    /// Loads it; a number of queries that does not grow with the files.
    pub(super) async fn load(
        app: &App,
        visitor: &Visitor,
        institution: InstitutionId,
        wanted: &Wanted,
    ) -> Result<Self> {
        let db = &app.db.read;
        let waiting = store::waiting(visitor.id, institution);
        let total = waiting.clone().count(db).await?;
        let shown = match wanted {
            Wanted::Page(paging) => waiting.offset(paging.offset()).limit(Paging::SIZE),
            Wanted::Rows(ids) => waiting.filter(waiting_file::COLUMN.id.is_in(ids.iter().copied())),
        };
        let files = shown.all(db).await?;
        let coming = store::coming(db, visitor.id, institution).await?;
        let ground = Ground::of(db, institution).await?;
        let types = standards::store::evidence_types(db).await?;
        let known = duplicates::known(db, visitor, institution, &files).await?;
        let offers = offers(&ground, &files);
        let ids = offers.values().flatten().map(|it| it.criterion);
        let criteria = ground::criteria(db, institution, ids).await?;
        let hints = hints(db, &files).await?;
        Ok(Self {
            institution,
            files,
            total,
            coming,
            ground,
            types,
            known,
            offers,
            criteria,
            hints,
        })
    }

    /// The other files of this page with the same content.
    pub(super) fn twins(
        &self,
        of: &waiting_file::Model,
    ) -> impl Iterator<Item = &waiting_file::Model> {
        self.files.iter().filter(move |it| it.id != of.id && it.sha256 == of.sha256)
    }
}

/// What is offered for each file: the criterion that it was dropped on, and those that its name says.
fn offers(ground: &Ground, files: &[waiting_file::Model]) -> HashMap<WaitingFileId, Vec<Offer>> {
    let editions = ground.matching();
    let of = |file: &waiting_file::Model| {
        let dropped = file.criterion_id.map(|criterion| Offer {
            criterion,
            said: String::new(),
            reason: Reason::Dropped,
        });
        let mut offers: Vec<Offer> = dropped.into_iter().collect();
        for it in matching::suggest(&file.name, &editions, &ground.others) {
            let criterion = ground.at(&it);
            if !offers.iter().any(|it| it.criterion == criterion) {
                offers.push(Offer { criterion, said: it.said, reason: it.reason });
            }
        }
        (file.id, offers)
    };
    files.iter().map(of).collect()
}

/// What the background worker found in the contents; one query.
async fn hints(
    db: &impl ConnectionTrait,
    files: &[waiting_file::Model],
) -> Result<HashMap<String, Vec<String>>, DbErr> {
    let rows: Vec<(String, Codes)> = blob::Entity::find()
        .select_only()
        .columns([blob::Column::Sha256, blob::Column::Hints])
        .filter(blob::COLUMN.sha256.is_in(files.iter().filter_map(|it| it.sha256.clone())))
        .order_by_asc(blob::Column::Sha256)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(sum, codes)| (sum, codes.0)).collect())
}
