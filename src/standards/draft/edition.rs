//! A draft as a whole, written: its head changed, published, discarded.

use sea_orm::prelude::*;
use sea_orm::{Condition, IntoActiveModel as _, QuerySelect, Set};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{hold, is_spoken_of};
use crate::app::Change;
use crate::audit::Event;
use crate::entities::{
    EditionState, Titles, assessment, assessment_supplement, criterion, crosswalk, edition,
    framework,
};
use crate::files::hex;
use crate::standards::pack::{Head, Pack};
use crate::standards::rows;

/// What holds for an edition as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// Title of the framework that it is an edition of.
    pub framework: Titles,
    /// Who publishes the framework.
    pub issuer: String,
    pub title: Titles,
    pub version: String,
    pub head: Head,
}

impl About {
    /// Tells one state from another, so that two windows do not overwrite one another.
    pub fn mark(&self) -> Result<String, DbErr> {
        let text =
            json!([self.framework, self.issuer, self.title, self.version, rows::head(&self.head)?]);
        let text = text.to_string();
        Ok(hex(&Sha256::digest(text))[..16].to_owned())
    }
}

/// The framework of a draft, and whether the draft may change it: it is the institution's own, and no other edition of it is
/// there that would change along. Two queries.
pub async fn framework_of(
    db: &impl ConnectionTrait,
    it: &edition::Model,
) -> Result<(framework::Model, bool), DbErr> {
    let held = framework::Entity::find_by_id(it.framework_id).require_one(db).await?;
    let others = edition::Entity::find()
        .filter(edition::COLUMN.framework_id.eq(held.id))
        .filter(edition::COLUMN.id.ne(it.id));
    let owner = |code: &str| code.split_once('/').map(|it| it.0.to_owned());
    let is_own = owner(&held.code).is_some() && owner(&held.code) == owner(&it.code);
    let is_free = is_own && !others.exists(db).await?;
    Ok((held, is_free))
}

/// Changes what holds for a draft as a whole; its framework too, where that is free.
pub async fn change(
    change: &mut Change,
    edition: &edition::Model,
    about: &About,
) -> Result<(), DbErr> {
    let (held, institution) = hold(change, edition).await?;
    let (framework, is_free) = framework_of(change.tx(), &held).await?;
    if is_free && (framework.title != about.framework || framework.issuer != about.issuer) {
        let mut row = framework.into_active_model();
        row.title = Set(about.framework.clone());
        row.issuer = Set(about.issuer.clone());
        row.update(change.tx()).await?;
    }
    let (subject, code) = (format!("edition:{}", held.id), held.code.clone());
    let mut row = held.into_active_model();
    row.title = Set(about.title.clone());
    row.version = Set(about.version.clone());
    row.pack = Set(rows::head(&about.head)?);
    row.update(change.tx()).await?;
    change.record(Event::of(
        institution,
        "edition-changed",
        subject,
        json!({ "edition": code, "version": about.version }),
    ));
    Ok(())
}

/// Publishes a draft in which nothing is wrong: from now on nobody can change it.
pub async fn publish(
    change: &mut Change,
    edition: &edition::Model,
    pack: &Pack,
    digest: String,
) -> Result<(), DbErr> {
    let (held, institution) = hold(change, edition).await?;
    let details =
        json!({ "edition": held.code, "criteria": pack.counts().nodes, "digest": digest });
    let subject = format!("edition:{}", held.id);
    let now = change.now();
    let mut row = held.into_active_model();
    row.state = Set(EditionState::Published);
    row.digest = Set(digest);
    row.figures = Set(Some(rows::figures(pack)));
    row.loaded_at = Set(now);
    row.update(change.tx()).await?;
    change.record(Event::of(institution, "edition-published", subject, details));
    Ok(())
}

/// Removes a draft that nothing speaks of; tells whether. Its framework goes along where it has no other edition.
pub async fn discard(change: &mut Change, edition: &edition::Model) -> Result<bool, DbErr> {
    let (held, institution) = hold(change, edition).await?;
    let tx = change.tx();
    let all = Condition::all().add(criterion::COLUMN.edition_id.eq(held.id));
    if is_in_use(tx, &held).await? || is_spoken_of(tx, all.clone()).await? {
        return Ok(false);
    }
    let gone = criterion::Entity::delete_many().filter(all).exec(tx).await?.rows_affected;
    edition::Entity::delete_by_id(held.id).exec(tx).await?;
    let others = edition::Entity::find().filter(edition::COLUMN.framework_id.eq(held.framework_id));
    if !others.exists(tx).await? {
        framework::Entity::delete_by_id(held.framework_id).exec(tx).await?;
    }
    let details = json!({ "edition": held.code, "title": held.title, "criteria": gone });
    change.record(Event::of(institution, "draft-removed", format!("edition:{}", held.id), details));
    Ok(true)
}

/// Whether an assessment, a supplement or a crosswalk needs an edition; five queries at most.
async fn is_in_use(db: &impl ConnectionTrait, it: &edition::Model) -> Result<bool, DbErr> {
    let assessed = Condition::any()
        .add(assessment::COLUMN.edition_id.eq(it.id))
        .add(assessment::Column::OwnEditionId.eq(it.id));
    let mapped = Condition::any()
        .add(crosswalk::COLUMN.from_edition_id.eq(it.id))
        .add(crosswalk::COLUMN.to_edition_id.eq(it.id));
    let supplement = assessment_supplement::COLUMN.edition_id.eq(it.id);
    let named = edition::Column::Supplements.eq(it.code.as_str());
    Ok(assessment::Entity::find().filter(assessed).limit(1).exists(db).await?
        || assessment_supplement::Entity::find().filter(supplement).exists(db).await?
        || crosswalk::Entity::find().filter(mapped).exists(db).await?
        || edition::Entity::find().filter(named).exists(db).await?)
}
