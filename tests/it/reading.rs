//! Reading a file in place: each kind as it is shown, nothing of it that runs, and only for whoever opens its item.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, COOKIE, ETAG,
    IF_RANGE, RANGE, SET_COOKIE,
};
use axum::http::{Request, StatusCode};
use kriter::entities::Role;

use crate::app::{Answer, TestApp};
use crate::extraction::hostile::bomb;
use crate::extraction::made::{docx, open_document, paragraph, xlsx};
use crate::queries::assert_same_queries;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const PDF: &[u8] = b"%PDF-1.7 pages";

/// An administrator with one item of these files; of the first one the revision is 1.
async fn holding(files: &[(&str, &[u8])]) -> TestApp {
    let mut app = TestApp::signed_in_as(Role::Administrator).await;
    let [first, others @ ..] = files else { panic!("no file") };
    let path = format!("/institutions/{}/evidence/new", app.institution);
    let added = app.upload(&path, &[("title", "Minutes")], &[("files", first.0, first.1)]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    for (name, bytes) in others {
        let added = app.upload("/evidence/1/revisions", &[], &[("file", name, bytes)]).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    }
    app
}

fn header(answer: &Answer, name: impl axum::http::header::AsHeaderName) -> &str {
    answer.headers.get(name).map_or("", |it| it.to_str().unwrap())
}

#[tokio::test]
async fn the_workbench_shows_files_beside_the_rating_and_stays_as_shut_as_their_preview() {
    let mut app = holding(&[("a.pdf", PDF)]).await;
    app.standards().await;
    app.assessment("iso-iec-17025-2017").await;
    let bench = app.get("/assessments/1/workbench").await.location().to_owned();
    let policy = |it: &Answer| header(it, "content-security-policy").to_owned();
    let preview = app.get("/revisions/1/preview").await;
    assert!(preview.html().contains("data-reading=\"a.pdf\""), "{}", preview.html());
    let page = app.get(&bench).await;
    let refused = app.post(&bench, &[("level", "no such level")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for it in [&page, &refused] {
        assert_eq!(policy(it), policy(&preview));
        assert_eq!(header(it, "x-frame-options"), "DENY");
        assert!(it.html().contains("<aside id=\"reader\""), "{}", it.html());
    }
}

#[tokio::test]
async fn each_kind_is_shown_in_its_way() {
    let docx = docx(&paragraph("Rregullorja për çështjen"));
    let odt = open_document("text", "<text:p>Pravilnik</text:p>");
    let xlsx = xlsx("Đak");
    let mail = b"From: a@a.example\r\nTo: b@b.example\r\nSubject: Poziv\r\n\r\nDobar dan";
    let mut app = holding(&[
        ("a.pdf", PDF),
        ("a.png", PNG),
        ("a.txt", b"one\n  two"),
        ("a.md", b"# three"),
        ("a.csv", b"four;five\n6;7\n"),
        ("a.html", b"<html><h1>eight</h1><p>nine"),
        ("a.eml", mail),
        ("a.docx", &docx),
        ("a.odt", &odt),
        ("a.xlsx", &xlsx),
        ("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"),
    ])
    .await;
    for (revision, said) in [
        (1, "<iframe class=\"reading\" src=\"/revisions/1/content\" title=\"a.pdf\"></iframe>"),
        (2, "<img src=\"/revisions/2/content\" alt=\"a.png\">"),
        (3, "one\n  two"),
        (4, "# three"),
        (5, "<td>five</td>"),
        (6, "<h2>eight</h2><p>nine</p>"),
        (7, "<p>Poziv</p>"),
        (8, "<p>Rregullorja për çështjen</p>"),
        (9, "<p>Pravilnik</p>"),
        (10, "<td>Đak</td>"),
        (11, "This kind of file cannot be shown here."),
    ] {
        let page = app.get(format!("/revisions/{revision}/preview")).await;
        assert_eq!(page.status, StatusCode::OK, "{revision}: {}", page.text());
        let html = page.html();
        assert!(html.contains(said), "{said}: {html}");
        assert!(html.contains(&format!("href=\"/revisions/{revision}/file\"")), "{html}");
        assert!(page.text().contains("Minutes"), "{}", page.text());
        // All files of the item are there to be turned to.
        assert!(html.contains("href=\"/revisions/10/preview\""), "{html}");
    }
    // Copies that were read are gone.
    let scratch = std::fs::read_dir(app.app.scratch()).unwrap().count();
    assert_eq!(scratch, 0);
    let damaged = app.get("/revisions/1/preview?as=text").await.text();
    assert!(damaged.contains("The file is damaged"), "{damaged}");
}

#[tokio::test]
async fn a_file_is_sent_into_a_sandbox_and_only_what_is_safe_is_shown_by_itself() {
    let script = "<script>alert(1)</script>";
    let docx = docx(&paragraph("a"));
    let mut app = holding(&[
        ("a.pdf", PDF),
        ("a.png", PNG),
        ("a.txt", b"text"),
        ("a.html", format!("<html>{script}").as_bytes()),
        ("a.svg", format!("<?xml version=\"1.0\"?><svg>{script}</svg>").as_bytes()),
        ("a.gif", format!("GIF89a=1;/*{script}*/").as_bytes()),
        ("a.docx", &docx),
        ("a.xhtml", b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>"),
    ])
    .await;
    for (revision, inline, kind) in [
        (1, true, "application/pdf"),
        (2, true, "image/png"),
        (3, true, "text/plain; charset=utf-8"),
        (4, false, "application/octet-stream"),
        (5, false, "application/octet-stream"),
        (6, true, "image/gif"),
        (7, false, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (8, false, "application/octet-stream"),
    ] {
        for (address, inline) in [("content", inline), ("file", false)] {
            let answer = app.get(format!("/revisions/{revision}/{address}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            let how = if inline { "inline; " } else { "attachment; " };
            let said = header(&answer, CONTENT_DISPOSITION);
            assert!(said.starts_with(how), "{address} {revision}: {said}");
            assert_eq!(header(&answer, CONTENT_TYPE), kind, "{address} {revision}");
            let policy = header(&answer, "content-security-policy");
            for part in ["default-src 'none'", "sandbox;", "frame-ancestors 'self'"] {
                assert!(policy.contains(part), "{policy}");
            }
            assert!(!policy.contains("allow-") && !policy.contains("unsafe"), "{policy}");
            assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
            assert_eq!(header(&answer, "x-frame-options"), "SAMEORIGIN");
            assert_eq!(header(&answer, "cross-origin-resource-policy"), "same-origin");
            assert!(answer.headers.get(SET_COOKIE).is_none());
        }
    }
    let page = app.get("/revisions/1/preview").await;
    let policy = header(&page, "content-security-policy");
    assert!(policy.contains("frame-src 'self'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe"), "{policy}");
    // Pages that show no file hold no frame at all, and a refusal is an ordinary page.
    let page = app.get("/evidence/1").await;
    assert!(!header(&page, "content-security-policy").contains("frame-src"));
    let none = app.get("/revisions/99/content").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(header(&none, "content-security-policy").contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn nothing_of_a_hostile_file_is_markup() {
    let script = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let escaped = "&lt;script&gt;alert(1)&lt;/script&gt;";
    let in_xml = script.replace('<', "&lt;");
    let docx = docx(&paragraph(&in_xml));
    let book = xlsx(script);
    let page =
        format!("<html><p>kept{script}<p onclick=alert(1)>&lt;script&gt;alert(1)&lt;/script&gt;");
    // What begins like a page is one, whatever its name.
    let text = format!("a;{script}");
    let bomb = bomb(200);
    let mut app = holding(&[
        ("a.txt", text.as_bytes()),
        ("a.docx", &docx),
        ("a.xlsx", &book),
        ("a.html", page.as_bytes()),
        ("a.csv", text.as_bytes()),
        ("\"><script>alert(1)<script>.txt", text.as_bytes()),
        ("bomb.docx", &bomb),
    ])
    .await;
    for revision in 1..=6 {
        let page = app.get(format!("/revisions/{revision}/preview")).await;
        assert_eq!(page.status, StatusCode::OK);
        let html = page.html();
        assert!(!html.contains("<script>") && !html.contains("onerror=alert(1)>"), "{html}");
        assert!(!html.contains("onclick"), "{html}");
        assert!(html.contains(escaped), "{revision}: {html}");
    }
    let bomb = app.get("/revisions/7/preview").await;
    assert_eq!(bomb.status, StatusCode::OK);
    assert!(bomb.text().contains("too large or too complex to be shown"), "{}", bomb.text());
}

#[tokio::test]
async fn whoever_does_not_open_the_item_reads_nothing_of_it() {
    let mut app = TestApp::with_standards(Role::Administrator).await;
    let assessment = app.assessment("xk-nqa-validation").await;
    let fields = [("title", "Names"), ("confidentiality", "restricted"), ("only_me", "yes")];
    let path = format!("/institutions/{}/evidence/new", app.institution);
    let file: [(&str, &str, &[u8]); 1] = [("files", "informants.txt", b"zyxwv")];
    app.upload(&path, &fields, &file).await;
    app.post("/evidence/1/links", &[("edition", "xk-nqa-validation"), ("code", "V.1")]).await;
    let bench = app.get("/assessments/1/workbench").await.location().to_owned();
    let own = app.get(&bench).await.html();
    assert!(own.contains("href=\"/revisions/1/preview\" target=\"reading\""), "{own}");
    let mut outside = Vec::new();
    for role in [Role::Manager, Role::Observer, Role::Reviewer, Role::Contributor] {
        outside.push((app.another(role).await, role));
    }
    app.put_on(assessment, "reviewer@example.org").await;
    for address in ["preview", "content", "file", "preview?as=text"] {
        let address = format!("/revisions/1/{address}");
        assert_eq!(app.get(&address).await.status, StatusCode::OK, "{address}");
        for (person, role) in &mut outside {
            let answer = person.get(&address).await;
            let expected = match role {
                Role::Contributor => StatusCode::NOT_FOUND,
                _ => StatusCode::FORBIDDEN,
            };
            assert_eq!(answer.status, expected, "{role:?} {address}");
            let html = answer.html();
            assert!(!html.contains("zyxwv") && !html.contains("informants"), "{role:?} {html}");
        }
        let mut stranger = app.stranger(Role::Administrator).await;
        assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let bench = outside[2].0.get(&bench).await.html();
    assert!(bench.contains("Restricted") && !bench.contains("/revisions/1/"), "{bench}");
}

/// Asks for a part of a file.
async fn part(app: &mut TestApp, headers: &[(axum::http::HeaderName, &str)]) -> Answer {
    let session = format!("kriter_session={}", app.cookie("kriter_session").unwrap());
    let mut request = Request::get("/revisions/1/content").header(COOKIE, session);
    // As browsers do: what is compressed has no parts.
    request = request.header("accept-encoding", "gzip");
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_part_of_a_file_can_be_asked_for() {
    let content: Vec<u8> = (b'a'..=b'y').cycle().take(700_000).collect();
    let mut app = holding(&[("a.txt", &content)]).await;
    let whole = part(&mut app, &[]).await;
    assert_eq!((whole.status, header(&whole, ACCEPT_RANGES)), (StatusCode::OK, "bytes"));
    assert_eq!(header(&whole, CONTENT_LENGTH), "700000");
    assert_eq!(whole.body, content);
    let tag = header(&whole, ETAG).to_owned();
    for (asked, said, range) in [
        ("bytes=0-9", "bytes 0-9/700000", 0..10),
        ("bytes=524280-524300", "bytes 524280-524300/700000", 524_280..524_301),
        ("bytes=100000-", "bytes 100000-699999/700000", 100_000..700_000),
        ("bytes=-5", "bytes 699995-699999/700000", 699_995..700_000),
    ] {
        for if_range in [None, Some(tag.as_str())] {
            let mut headers = vec![(RANGE, asked)];
            headers.extend(if_range.map(|it| (IF_RANGE, it)));
            let some = part(&mut app, &headers).await;
            assert_eq!(some.status, StatusCode::PARTIAL_CONTENT, "{asked}");
            assert_eq!(header(&some, CONTENT_RANGE), said);
            assert_eq!(header(&some, CONTENT_LENGTH), (range.end - range.start).to_string());
            assert_eq!(some.body, content[range.clone()], "{asked}");
        }
    }
    let other = part(&mut app, &[(RANGE, "bytes=0-9"), (IF_RANGE, "\"another\"")]).await;
    assert_eq!((other.status, other.body.len()), (StatusCode::OK, 700_000));
    let none = part(&mut app, &[(RANGE, "bytes=700000-")]).await;
    assert_eq!(none.status, StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn a_name_is_kept_in_every_script() {
    for (sent, full) in [
        (
            "Правилник о раду.txt",
            "%D0%9F%D1%80%D0%B0%D0%B2%D0%B8%D0%BB%D0%BD%D0%B8%D0%BA%20%D0%BE%20%D1%80%D0%B0%D0%B4%D1%83.txt",
        ),
        ("Çështje ë.txt", "%C3%87%C3%ABshtje%20%C3%AB.txt"),
        ("a\"b; filename=c.txt", "a%22b%3B%20filename%3Dc.txt"),
        ("a\r\nSet-Cookie: x=y.txt", "aSet-Cookie%3A%20x%3Dy.txt"),
    ] {
        let mut app = holding(&[(sent, b"text")]).await;
        for (address, how) in [("file", "attachment"), ("content", "inline")] {
            let answer = app.get(format!("/revisions/1/{address}")).await;
            let said = header(&answer, CONTENT_DISPOSITION);
            assert!(said.starts_with(&format!("{how}; filename=\"")), "{said}");
            assert!(said.ends_with(&format!("filename*=UTF-8''{full}")), "{sent}: {said}");
            assert!(answer.headers.get(SET_COOKIE).is_none());
        }
    }
}

#[tokio::test]
async fn an_earlier_file_and_one_that_was_taken_away_say_so_and_a_lost_one_too() {
    let mut app = holding(&[("a.txt", b"first")]).await;
    let file: [(&str, &str, &[u8]); 1] = [("file", "a.txt", b"second")];
    app.upload("/evidence/1/revisions", &[("part", "1"), ("seen", "1")], &file).await;
    let page = app.get("/revisions/1/preview").await;
    assert!(page.text().contains("This is an earlier revision"), "{}", page.text());
    assert!(page.text().contains("first") && page.html().contains("/revisions/2/preview"));
    let page = app.get("/revisions/2/preview").await.text();
    assert!(page.contains("second") && !page.contains("earlier revision"), "{page}");
    for (language, said) in
        [("sq", "rishikim i mëparshëm"), ("sr", "ranija revizija"), ("en", "earlier")]
    {
        app.post("/language", &[("language", language)]).await;
        let page = app.get("/revisions/1/preview").await.text();
        assert!(page.contains(said), "{language}: {page}");
    }
    app.post("/evidence/1/parts/1/remove", &[("seen", "2")]).await;
    let page = app.get("/revisions/2/preview").await.text();
    assert!(page.contains("was taken away"), "{page}");
    std::fs::remove_file(app.blob(b"second")).unwrap();
    for address in ["preview", "content", "file"] {
        let answer = app.get(format!("/revisions/2/{address}")).await;
        assert_eq!(answer.status, StatusCode::GONE, "{address}");
    }
    // Whether a web address or a place is meant: there is no file to read.
    app.upload("/evidence/1/revisions", &[("place", "Room 4")], &[]).await;
    assert_eq!(app.get("/revisions/3/preview").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_workbook_has_its_sheets_and_says_how_much_of_one_is_shown() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Prvi").unwrap().write(0, 0, "alpha").unwrap();
    let large = book.add_worksheet().set_name("Drugi").unwrap();
    for row in 0..400 {
        large.write(row, 0, format!("row {row}")).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let mut app = holding(&[("a.xlsx", &bytes)]).await;
    let first = app.get("/revisions/1/preview").await;
    assert!(first.text().contains("alpha") && !first.text().contains("row 1"));
    assert!(first.html().contains("href=\"/revisions/1/preview?sheet=2\""), "{}", first.html());
    let second = app.get("/revisions/1/preview?sheet=2").await.text();
    assert!(second.contains("The first 300 of 400 rows are shown."), "{second}");
    assert!(second.contains("row 299") && !second.contains("row 300"), "{second}");
    for odd in ["?sheet=99", "?sheet=0"] {
        assert_eq!(app.get(format!("/revisions/1/preview{odd}")).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_page_asks_no_more_for_an_item_of_many_files() {
    let mut app = holding(&[("a.txt", b"text"), ("b.txt", b"more")]).await;
    assert_same_queries(&mut app, "/revisions/1/preview", async |app| {
        for at in 0..12 {
            let name = format!("{at}.txt");
            app.upload("/evidence/1/revisions", &[], &[("file", &name, name.as_bytes())]).await;
        }
    })
    .await;
}
