//! An evidence register of 100,000 rows and 10 columns: reading, planning and storing it, against calamine alone reading the file plus a
//! bare bulk insert of the same rows.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use calamine::{Reader as _, Xlsx, open_workbook};
use kriter::app::App;
use kriter::audit::{Actor, Event};
use kriter::config::{Config, StorageConfig};
use kriter::entities::{ImportKind, InstitutionId, Titles, evidence_item};
use kriter::evidence::facts::Facts;
use kriter::imports::run::{self, Target};
use rust_xlsxwriter::{Format, Workbook};
use sea_orm::EntityTrait as _;

const ROWS: u32 = 100_000;
const RUNS: usize = 3;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("register.xlsx");
    write(&file);
    let mut ratios = Vec::new();
    for _ in 0..RUNS {
        let read = time(|| {
            let mut book: Xlsx<_> = open_workbook(&file).expect("a workbook");
            assert_eq!(
                book.worksheet_range("Sheet1").expect("a sheet").height(),
                ROWS as usize + 1
            );
        });
        let bare = insert(&folder.path().join("bare")).await;
        let whole = import(&folder.path().join("whole"), &file).await;
        let ratio = whole.as_secs_f64() / (read + bare).as_secs_f64();
        println!(
            "calamine alone {read:.2?} + bare insert {bare:.2?}; import {whole:.2?}: {ratio:.2} times"
        );
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "import of {ROWS} x 10: median {:.2} times the limit (target: at most 2.5)",
        ratios[RUNS / 2]
    );
}

fn time(run: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    run();
    begun.elapsed()
}

fn write(file: &Path) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let headings = [
        "Number",
        "Title",
        "Description",
        "Type",
        "Owner",
        "Status",
        "Confidentiality",
        "Document date",
        "Valid until",
        "Review months",
    ];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(0, column, heading).expect("a cell");
    }
    for row in 1..=ROWS {
        let texts = [
            format!("R-{row:06}"),
            format!("Record of case {row}"),
            format!("What was done in case {row}, by whom and when"),
            "case_file".into(),
            format!("Unit {}", row % 20),
            "Submitted".into(),
            "Internal".into(),
        ];
        for (column, text) in (0..).zip(texts) {
            sheet.write(row, column, text).expect("a cell");
        }
        sheet.write_with_format(row, 7, 45_000 + row % 1_000, &day).expect("a cell");
        sheet.write_with_format(row, 8, 46_500 + row % 1_000, &day).expect("a cell");
        sheet.write(row, 9, 12).expect("a cell");
    }
    workbook.save(file).expect("a file");
}

async fn app(data: &Path) -> (App, InstitutionId) {
    // What an earlier run left would be found as duplicates.
    let _ = std::fs::remove_dir_all(data);
    let config = Config {
        data: data.into(),
        database: None,
        max_upload_mib: 100,
        storage: StorageConfig::default(),
        log: "warn".into(),
        clamd: None,
        log_json: false,
    };
    let app = App::start(config).await.expect("an instance");
    let mut change = app.change(Actor::System).await.expect("a change");
    let files = kriter::standards::check::builtin();
    kriter::standards::load::load(&mut change, &files).await.expect("the packs");
    let added =
        kriter::institutions::store::add(&mut change, "KAF", Titles::english("Agency")).await;
    let institution = added.expect("an institution").id;
    change.commit().await.expect("a commit");
    (app, institution)
}

/// The rows alone, in one transaction, as many at a time as a statement takes.
async fn insert(data: &Path) -> Duration {
    let (app, institution) = app(data).await;
    let begun = Instant::now();
    let mut change = app.change(Actor::System).await.expect("a change");
    let now = change.now();
    let row = |row: u32| {
        let facts = Facts {
            reference: format!("R-{row:06}"),
            title: format!("Record of case {row}"),
            description: format!("What was done in case {row}, by whom and when"),
            type_code: Some("case_file".into()),
            owner_unit: format!("Unit {}", row % 20),
            review_months: Some(12),
            ..Facts::default()
        };
        facts.row(institution, now)
    };
    let rows: Vec<_> = (1..=ROWS).map(row).collect();
    for chunk in rows.chunks(1_000) {
        let insert = evidence_item::Entity::insert_many(chunk.to_vec());
        insert.exec_without_returning(change.tx()).await.expect("an insert");
    }
    change.record(Event::of_instance("imported", "bench".into(), serde_json::Value::Null));
    change.commit().await.expect("a commit");
    begun.elapsed()
}

/// As the command does it.
async fn import(data: &Path, file: &Path) -> Duration {
    let (app, institution) = app(data).await;
    let begun = Instant::now();
    let book = run::read(file.into(), "register.xlsx".into()).await.expect("a book");
    let none = Arc::from([]);
    let target = Target::Register { institution, editions: &none, by: None };
    let prepared =
        run::prepare(&app.db.read, ImportKind::Evidence, target, book).await.expect("a plan");
    assert_eq!(prepared.counts.created, ROWS as usize);
    let mut change = app.change(Actor::System).await.expect("a change");
    run::apply(&mut change, target, &prepared).await.expect("the rows");
    change.record(Event::of(institution, "imported", "bench".into(), serde_json::Value::Null));
    change.commit().await.expect("a commit");
    begun.elapsed()
}
