//! A catalogue file comes in through the browser: looked at first, then an edition of the institution's own.

use axum::http::StatusCode;
use kriter::entities::{Role, criterion, edition};
use sea_orm::EntityTrait as _;

use crate::app::TestApp;

const TABLE: &str = "Ref;Requirement;Chapter\n1;Conduct;Conduct\n1.1;A code of conduct exists;Conduct\n1.10;It is signed;Conduct\n2;Rooms;Rooms\n2.1;Rooms are locked;Rooms\n";

async fn looked_at(app: &mut TestApp, name: &str, content: &[u8]) -> String {
    let path = format!("/institutions/{}/imports", app.institution);
    let answer = app.upload(&path, &[("kind", "catalogue")], &[("file", name, content)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location().to_owned()
}

#[tokio::test]
async fn a_plain_table_is_read_by_the_columns_that_a_person_chooses() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let at = looked_at(&mut app, "Our rules.csv", TABLE.as_bytes()).await;
    let page = app.get(&at).await.text();
    assert!(page.contains("Which column is what?"), "{page}");
    assert!(page.contains("A code of conduct exists"), "{page}");
    let chosen = [
        ("title", "Our rules"),
        ("id", "our-rules-1"),
        ("code", "0"),
        ("title_column", "1"),
        ("levels", "numbering"),
    ];
    let taken = app.post(&at, &chosen).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let page = app.get(taken.location().to_owned()).await.text();
    assert!(page.contains("Our rules") && page.contains("1 Conduct"), "{page}");
    let editions = edition::Entity::find().all(&app.app.db.read).await.unwrap();
    let codes: Vec<_> = editions.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["kaps/our-rules-1"]);
    // The same file once more is the same edition; another under its id is refused.
    let again = looked_at(&mut app, "Our rules.csv", TABLE.as_bytes()).await;
    assert_eq!(app.post(&again, &chosen).await.status, StatusCode::SEE_OTHER);
    let other = TABLE.replace("signed", "read out");
    let other = looked_at(&mut app, "Our rules.csv", other.as_bytes()).await;
    let refused = app.post(&other, &chosen).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("kaps/our-rules-1"), "{}", refused.text());
    assert_eq!(edition::Entity::find().all(&app.app.db.read).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_mandatory_and_what_it_weighs_comes_from_the_columns_that_a_person_chooses() {
    let table = "Ref;Requirement;Must;Points\n1;Conduct;x;2\n2;Rooms;;0,5\n";
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let at = looked_at(&mut app, "Our rules.csv", table.as_bytes()).await;
    let chosen = [("id", "rules"), ("mandatory", "2"), ("weight", "3")];
    let taken = app.post(&at, &chosen).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let mut stored = criterion::Entity::find().all(&app.app.db.read).await.unwrap();
    stored.sort_by_key(|it| it.position);
    let told: Vec<_> =
        stored.iter().map(|it| (it.code.as_str(), it.mandatory, it.weight)).collect();
    assert_eq!(told, [("1", true, 2.0), ("2", false, 0.5)]);
}

#[tokio::test]
async fn a_table_without_headings_is_told_and_a_person_may_know_better() {
    const TABLE: &str =
        "R-1;Rules are written\nR-2;Rules are known\nR-3;Rules are kept\nR-4;Rules are read\n";
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let at = looked_at(&mut app, "Rules.csv", TABLE.as_bytes()).await;
    let page = app.get(&at).await.text();
    assert!(page.contains("begins with “R-1”"), "{page}");
    let above = app.get(format!("{at}?headings=yes")).await.text();
    assert!(!above.contains("begins with") && above.contains("A R-1"), "{above}");
    let taken = app.post(&at, &[("id", "rules"), ("headings", "no")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let stored = criterion::Entity::find().all(&app.app.db.read).await.unwrap();
    let mut codes: Vec<_> = stored.into_iter().map(|it| it.code).collect();
    codes.sort();
    assert_eq!(codes, ["R-1", "R-2", "R-3", "R-4"]);
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_in_says_where_and_why_and_stores_nothing() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    for (name, content, said) in [
        ("a.yaml", "id: x\n  title: [\n", "a.yaml:2"),
        ("a.json", "{ \"catalog\": {", "a.json:1"),
        ("a.json", "{ \"profile\": {} }", "a.json"),
        ("a.xlsx", "PK not a workbook", ""),
    ] {
        let at = looked_at(&mut app, name, content.as_bytes()).await;
        let page = app.get(&at).await.text();
        assert!(page.contains("Nothing was stored"), "{name}: {page}");
        assert!(page.contains(said), "{name}: {page}");
        assert_eq!(app.post(&at, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    assert!(edition::Entity::find().all(&app.app.db.read).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_edition_goes_out_in_four_formats_and_an_empty_workbook_comes_with_its_explanation() {
    let mut app = TestApp::with_standards(Role::Observer).await;
    let id = edition::Entity::find().one(&app.app.db.read).await.unwrap().unwrap().id;
    for format in ["xlsx", "yaml", "oscal", "case"] {
        let answer = app.get(format!("/standards/{id}/export/{format}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{format}");
        assert!(!answer.body.is_empty(), "{format}");
    }
    assert_eq!(app.get(format!("/standards/{id}/export/pdf")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/standards/template.xlsx").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_crosswalk_goes_out_as_it_came() {
    use kriter::entities::crosswalk;
    use kriter::standards::check;
    let mut app = TestApp::with_standards(Role::Observer).await;
    let files: Vec<_> =
        check::builtin().into_iter().filter(|it| check::is_crosswalk(&it.name)).collect();
    let mut change = app.app.change(kriter::audit::Actor::System).await.unwrap();
    assert_eq!(kriter::crosswalks::load::load(&mut change, &files).await.unwrap(), 3);
    change.commit().await.unwrap();
    let db = app.app.db.read.clone();
    let held = crosswalk::Entity::find().all(&db).await.unwrap();
    let mut out = kriter::crosswalks::file::files_of(&db, &held).await.unwrap();
    let mut came: Vec<_> = files.iter().map(|it| check::parse_crosswalk(it).unwrap()).collect();
    out.sort_by(|a, b| a.id.cmp(&b.id));
    came.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(out, came);
    let mapping = app.get(format!("/crosswalks/{}/mapping.json", held[0].id)).await;
    assert_eq!(mapping.status, StatusCode::OK, "{}", mapping.text());
    let read = kriter::exchange::oscal::read(&mapping.text(), "m.json").unwrap();
    let relations = out.iter().find(|it| it.id == held[0].code).unwrap().relations.len();
    assert_eq!(read.crosswalks[0].relations.len(), relations);
}
