//! Writing a comment, giving it other words, striking it out.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::Form;

use super::list::{find, page};
use super::said::Typed;
use crate::access::Action;
use crate::app::{App, Change};
use crate::assessments;
use crate::check::{Problem, Problems};
use crate::comments::forms::{CommentForm, Written};
use crate::comments::mentions::named;
use crate::comments::people::{Person, people};
use crate::comments::sight::Spoken;
use crate::comments::store::{self, NewComment};
use crate::comments::threads::{Opened, Place, reader, threads};
use crate::entities::{
    AssessmentId, Audience, CommentId, CriterionId, Round, Side, UserId, comment,
};
use crate::paths::{Comments, EditComment, StrikeComment, WorkbenchAt};
use crate::web::components::Paging;
use crate::web::{Error, Result, Visitor, see_with};

/// The comments of the workbench.
fn back(assessment: AssessmentId, criterion: CriterionId) -> String {
    format!("{}#comments", WorkbenchAt { assessment, criterion })
}

/// Adds a comment or a reply.
pub async fn add(
    Comments { assessment, criterion }: Comments,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<CommentForm>,
) -> Result<Response> {
    let (of, whole, at) = find(&app, &visitor, (assessment, criterion)).await?;
    visitor.require_on(Action::Comment, &of)?;
    let place = Place { of: &of, whole: &whole, at };
    let side = reader(&visitor, &of).side.ok_or(Error::Forbidden)?;
    let head = head(&app, &visitor, place, &form.reply_to).await?;
    let checked = match form.check() {
        Ok(mut written) => {
            if head.as_ref().is_some_and(|it| it.audience == Audience::Own) {
                written.audience = Audience::Own;
            }
            let audience = written.audience;
            let spoken = Spoken { by: visitor.id, side, audience, round: of.stage.round() };
            let mentions = mentioned(&app, place, spoken, &written).await?;
            mentions.map(|it| (written, it))
        }
        Err(problems) => Err(problems),
    };
    let (written, mentions) = match checked {
        Ok(it) => it,
        Err(problems) => {
            let typed = Typed { form, problems, edited: None };
            return Ok(page(&app, &visitor, place, Paging::default(), &typed).await?.refused());
        }
    };
    let new = NewComment {
        user: visitor.id,
        reply_to: head.map(|it| it.id),
        side,
        audience: written.audience,
        text: written.text,
        mentions,
    };
    let mut change = app.change(visitor.actor()).await?;
    store::add(&mut change, &of, place.criterion(), new).await?;
    change.commit().await?;
    Ok(see_with(back(assessment, criterion), "done-comment-added"))
}

/// The comment that is answered, if one is; it is none that the visitor does not see, and no reply.
async fn head(
    app: &App,
    visitor: &Visitor,
    place: Place<'_>,
    typed: &str,
) -> Result<Option<comment::Model>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let found = threads(app, visitor, place).await?.into_iter().map(|it| it.head.0);
    let found = found.into_iter().find(|it| it.id.to_string() == typed);
    found.map(Some).ok_or(Error::NotFound)
}

/// Whom it mentions; refused where one of them would not see it.
async fn mentioned(
    app: &App,
    place: Place<'_>,
    spoken: Spoken,
    written: &Written,
) -> Result<Result<BTreeSet<UserId>, Problems>> {
    let mut problems = Problems::default();
    let of = (place.whole, place.criterion().id);
    let all = people(&app.db.read, place.of, of, app.today()).await?;
    let mut found = named(&written.text, all.iter().map(|it| (it.reader.user, it.name.as_str())));
    if let Some(id) = written.mention {
        if !all.iter().any(|it| it.reader.user == id) {
            problems.add("mention", Problem::NotAnOption);
        }
        found.insert(id);
    }
    found.remove(&spoken.by);
    let told: Vec<&Person> = all.iter().filter(|it| found.contains(&it.reader.user)).collect();
    if told.iter().any(|it| !spoken.is_seen_by(it.reader, true)) {
        problems.add("mention", Problem::Other("problem-comment-other-side"));
    } else if told.iter().any(|it| spoken.is_blind_to(it.reader))
        && !is_open(app, place, spoken).await?
    {
        problems.add("mention", Problem::Other("problem-comment-blind"));
    }
    Ok(problems.or(found))
}

/// Whether what a reviewer says now is open to the others.
async fn is_open(app: &App, place: Place<'_>, spoken: Spoken) -> Result<bool> {
    if spoken.side != Side::Team || spoken.round == Round::Own {
        return Ok(true);
    }
    let opened = Opened::of(app, place, std::iter::once((spoken.round, spoken.by))).await?;
    Ok(opened.is_open(spoken.round, place.criterion().id))
}

/// One's own comment in an assessment that one may comment on.
async fn own(
    app: &App,
    visitor: &Visitor,
    assessment: AssessmentId,
    id: CommentId,
) -> Result<comment::Model> {
    let db = &app.db.read;
    let (of, _) = assessments::store::find(db, &visitor.scope(), assessment).await?;
    visitor.require_on(Action::Comment, &of)?;
    // Of somebody else's comment nobody learns that it is there.
    let held = store::find(db, assessment, id).await?;
    if held.user_id == visitor.id { Ok(held) } else { Err(Error::NotFound) }
}

/// Gives one's own comment other words, for five minutes.
pub async fn edit(
    EditComment { assessment, comment }: EditComment,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<CommentForm>,
) -> Result<Response> {
    let held = own(&app, &visitor, assessment, comment).await?;
    let (of, whole, at) = find(&app, &visitor, (assessment, held.criterion_id)).await?;
    let place = Place { of: &of, whole: &whole, at };
    let checked = match form.check() {
        Ok(written) => {
            let mentions = mentioned(&app, place, Spoken::of(&held), &written).await?;
            mentions.map(|it| (written, it))
        }
        Err(problems) => Err(problems),
    };
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(of.institution_id).await?;
    let now = store::find(change.tx(), assessment, comment).await?;
    let checked = checked.and_then(|it| refuse_late(&change, &now, &form).map(|()| it));
    match checked {
        Ok((written, mentions)) => {
            store::edit(&mut change, &of, now, written.text, mentions).await?;
            change.commit().await?;
            Ok(see_with(back(assessment, held.criterion_id), "done-comment-edited"))
        }
        Err(problems) => {
            drop(change);
            let typed = Typed { form, problems, edited: Some(comment) };
            Ok(page(&app, &visitor, place, Paging::default(), &typed).await?.refused())
        }
    }
}

/// Why its words cannot be changed any more.
fn refuse_late(change: &Change, now: &comment::Model, form: &CommentForm) -> Result<(), Problems> {
    let mut problems = Problems::default();
    if !store::is_editable(now, change.now()) {
        problems.add("text", Problem::Other("problem-comment-late"));
    } else if form.seen != now.edits.to_string() {
        problems.add("text", Problem::Other("problem-comment-meanwhile"));
    }
    problems.or(())
}

/// Strikes one's own comment out.
pub async fn strike(
    StrikeComment { assessment, comment }: StrikeComment,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let held = own(&app, &visitor, assessment, comment).await?;
    let (of, ..) = find(&app, &visitor, (assessment, held.criterion_id)).await?;
    let mut change = app.change(visitor.actor()).await?;
    change.alone_in(of.institution_id).await?;
    let now = store::find(change.tx(), assessment, comment).await?;
    if now.struck_at.is_some() {
        return Err(Error::Refused(visitor.language.text("problem-comment-struck")));
    }
    store::strike(&mut change, &of, now).await?;
    change.commit().await?;
    Ok(see_with(back(assessment, held.criterion_id), "done-comment-struck"))
}
