//! The list of editions and their print: a page at a time, in the same order on every database.

use axum::http::StatusCode;
use kriter::audit::Actor;
use kriter::entities::{EditionId, Role};
use kriter::standards::pack::{Node, Pack};
use kriter::standards::{check, load, store};
use kriter::titles::Titles;
use kriter::web::visitor::Scope;

use crate::app::TestApp;

/// A sound pack with another id and title.
fn pack(id: &str, title: &str) -> Pack {
    let text = include_str!("../fixtures/packs/sound.yaml");
    let file = check::PackFile { name: "x.yaml".into(), text: text.into() };
    let mut pack = check::parse(&file, &check::known_evidence_types()).unwrap();
    id.clone_into(&mut pack.id);
    pack.title = Titles::english(title);
    pack
}

async fn loaded(app: &TestApp, packs: &[Pack]) -> Vec<EditionId> {
    let mut change = app.app.change(Actor::System).await.unwrap();
    let mut ids = Vec::new();
    for pack in packs {
        let placing = load::Placing::default();
        ids.push(load::add(&mut change, pack, String::new(), placing).await.unwrap().id);
    }
    change.commit().await.unwrap();
    ids
}

#[tokio::test]
async fn editions_are_in_the_order_of_their_codes_whatever_the_database_holds_of_signs() {
    let app = TestApp::signed_in_as(Role::Administrator).await;
    let codes = ["Žž", "a b", "A-b", "a-b", "ab", "aB", "žž", "a-c", "z"];
    loaded(&app, &codes.map(|it| pack(it, it))).await;
    let scope = Scope::nothing(kriter::entities::UserId(1));
    let mut expected = codes;
    expected.sort_unstable();
    let held = store::all(&app.app.db.read, &scope).await.unwrap();
    let held: Vec<_> = held.iter().map(|it| it.edition.code.as_str()).collect();
    assert_eq!(held, expected);
    let usable = store::usable(&app.app.db.read, app.institution).await.unwrap();
    let usable: Vec<_> = usable.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(usable, expected);
}

#[tokio::test]
async fn many_editions_are_shown_a_page_at_a_time_and_found_by_words() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let packs: Vec<Pack> = (0..60)
        .map(|it| pack(&format!("rules-{it:02}"), &format!("Rregullat e pranimit {it:02}")))
        .collect();
    loaded(&app, &packs).await;
    let first = app.get("/standards").await.text();
    assert!(first.contains("pranimit 49") && !first.contains("pranimit 50"), "{first}");
    let second = app.get("/standards?page=2").await.text();
    assert!(second.contains("pranimit 50") && !second.contains("pranimit 49"), "{second}");
    // Case and accents do not count, and every word has to be there.
    let found = app.get("/standards?words=PRANIMIT+59").await.text();
    assert!(found.contains("pranimit 59") && !found.contains("pranimit 58"), "{found}");
    let kept = app.get("/standards?words=rules").await.html();
    assert!(kept.contains("?words=rules&amp;page=2"), "{kept}");
    let none = app.get("/standards?words=no+such").await.text();
    assert!(none.contains("No edition has all these words"), "{none}");
}

#[tokio::test]
async fn what_is_too_large_for_a_page_is_printed_in_parts() {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let mut large = pack("large", "Large");
    let area = |code: &str, count: usize| {
        let mut area = Node::new(code, "area", Titles::english("Area"));
        let child = |at| Node::new(format!("{code}.{at}"), "rule", Titles::english("Rule"));
        area.children = (1..=count).map(child).collect();
        area
    };
    large.criteria = vec![area("1", 3_500), area("2", 5)];
    let mut flat = pack("flat", "Flat");
    flat.criteria =
        (1..=3_001).map(|it| Node::new(format!("{it}"), "rule", Titles::english("Rule"))).collect();
    let ids = loaded(&app, &[large, flat]).await;
    let at = format!("/standards/{}/print", ids[0]);
    let choice = app.get(&at).await;
    assert!(choice.text().contains("Choose the part"), "{}", choice.text());
    let link = |html: &str, from: &str| -> String {
        let after = html.split(from).nth(1).unwrap();
        after.split('"').next().unwrap().replace("&amp;", "&")
    };
    let area = link(&choice.html(), "/print?area=");
    let parts = app.get(format!("{at}?area={area}")).await;
    assert!(parts.text().contains("at most 3,000 fit on one page"), "{}", parts.text());
    let rest = parts.html().matches("&amp;from=").count();
    assert_eq!(rest, 2, "{}", parts.text());
    let second = app.get(format!("{at}?area={area}&from=3000")).await.text();
    assert!(second.contains("1.3000") && second.contains("1.3500"), "{second}");
    assert!(!second.contains("1.2999 ") && !second.contains("2.1"), "{second}");
    let odd = app.get(format!("{at}?area={area}&from=7")).await.status;
    assert_eq!(odd, StatusCode::NOT_FOUND);
    let at = format!("/standards/{}/print", ids[1]);
    let parts = app.get(&at).await;
    assert!(parts.text().contains("There are 3,001 criteria"), "{}", parts.text());
    let second = app.get(format!("{at}?from=3000")).await.text();
    assert!(second.contains("3001"), "{second}");
}
