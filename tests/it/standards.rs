//! Editions in the database: what a pack says survives, and who sees it.

use kriter::standards::{check, load, store};
use kriter::web::visitor::Scope;

use crate::app::TestApp;

#[tokio::test]
async fn an_edition_gives_back_the_pack_that_it_came_from() {
    let app = TestApp::new().await;
    app.standards().await;
    let types = check::known_evidence_types();
    let db = &app.app.db.read;
    for file in check::builtin() {
        let Ok(mut pack) = check::parse(&file, &types) else { continue };
        let edition = store::by_code(db, &pack.id).await.unwrap().unwrap();
        let whole = store::tree_of(db, edition).await.unwrap();
        let mut held = store::pack_of(db, &whole).await.unwrap();
        // A framework is described once, by the first of its editions.
        held.framework.clone_from(&pack.framework);
        pack.criteria.iter_mut().for_each(plain);
        assert_eq!(held, pack, "{}", file.name);
    }
}

/// Without what goes without saying.
fn plain(node: &mut kriter::standards::pack::Node) {
    if node.assessable == Some(node.children.is_empty()) {
        node.assessable = None;
    }
    node.children.iter_mut().for_each(plain);
}

#[tokio::test]
async fn an_edition_of_an_institution_is_seen_by_nobody_else() {
    let app = TestApp::new().await;
    let mut change = app.app.change(kriter::audit::Actor::System).await.unwrap();
    let title = kriter::titles::Titles::english;
    let own = kriter::institutions::store::add(&mut change, "OWN", title("Own")).await.unwrap();
    let other =
        kriter::institutions::store::add(&mut change, "OTHER", title("Other")).await.unwrap();
    let text = include_str!("../fixtures/packs/sound.yaml");
    let file = check::PackFile { name: "x.yaml".into(), text: text.into() };
    let pack = check::parse(&file, &check::known_evidence_types()).unwrap();
    for institution in [own.id, other.id] {
        let placing = load::Placing { institution: Some(institution), ..load::Placing::default() };
        load::add(&mut change, &pack, String::new(), placing).await.unwrap();
    }
    change.commit().await.unwrap();
    let db = &app.app.db.read;
    let user = kriter::entities::UserId(1);
    let scope = Scope { institutions: vec![own.id], ..Scope::nothing(user) };
    let seen = store::all(db, &scope).await.unwrap();
    let seen: Vec<_> = seen.iter().map(|it| it.edition.code.as_str()).collect();
    assert!(seen.contains(&"own/care-1") && !seen.contains(&"other/care-1"), "{seen:?}");
    let hidden = store::by_code(db, "other/care-1").await.unwrap().unwrap();
    assert!(store::shown(db, &scope, hidden.id).await.is_err());
    assert!(store::usable_by_code(db, own.id, "other/care-1").await.unwrap().is_none());
    assert!(store::usable_by_code(db, own.id, "own/care-1").await.unwrap().is_some());
}

#[tokio::test]
async fn what_an_edition_says_it_counts_is_what_its_rows_come_to() {
    use kriter::entities::edition;
    use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _, Set};
    let app = TestApp::new().await;
    app.standards().await;
    let db = &app.app.db;
    let figures = |all: Vec<store::Counted>| -> Vec<_> {
        let figure = |it: store::Counted| {
            (it.edition.code, it.nodes, it.assessable, it.checked, it.translated)
        };
        all.into_iter().map(figure).collect()
    };
    let known = figures(store::every(&db.read).await.unwrap());
    for it in edition::Entity::find().all(&db.read).await.unwrap() {
        assert!(it.figures.is_some(), "{}", it.code);
        let mut change = app.app.change(kriter::audit::Actor::System).await.unwrap();
        let mut row = it.into_active_model();
        row.figures = Set(None);
        row.update(change.tx()).await.unwrap();
        change.record(kriter::audit::Event::of_instance(
            "edition-loaded",
            "x".into(),
            serde_json::Value::Null,
        ));
        change.commit().await.unwrap();
    }
    assert_eq!(figures(store::every(&db.read).await.unwrap()), known);
}
