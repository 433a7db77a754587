//! What the databases of tests are copied from: brought to the newest schema, with or without the packs. Each is made by the first test that
//! needs it, and kept for as long as the tests are built as they are.

use std::fs::{self, DirEntry, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use kriter::app::App;
use kriter::audit::Actor;
use kriter::config::Config;
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection};

use crate::app::now;

/// What a database begins with.
#[derive(Clone, Copy, Debug)]
pub enum Begins {
    Empty,
    /// The packs that the program brings are loaded.
    Standards,
}

impl Begins {
    /// The name of what is copied, another for each build of the tests.
    fn name(self) -> String {
        let own = fs::metadata(std::env::current_exe().unwrap()).unwrap();
        let built = changed(&own);
        let what = match self {
            Self::Empty => "empty",
            Self::Standards => "standards",
        };
        // Packs are read from their folder while the program is being developed.
        let packs = newest(&Path::new(env!("CARGO_MANIFEST_DIR")).join("standards"));
        format!("kriter_template_{:x}_{what}", built.max(packs))
    }

    /// Fills what is to be copied.
    async fn fill(self, config: Config) {
        let app = App::start(config).await.unwrap().at(now());
        if matches!(self, Self::Standards) {
            load(&app).await;
        }
        app.db.close().await.unwrap();
    }
}

/// When a file was changed, in nanoseconds.
fn changed(file: &Metadata) -> u128 {
    file.modified().unwrap().duration_since(UNIX_EPOCH).unwrap().as_nanos()
}

/// When the newest file of a folder was changed.
fn newest(folder: &Path) -> u128 {
    let of = |it: std::io::Result<DirEntry>| {
        let it = it.unwrap();
        let own = it.metadata().unwrap();
        if own.is_dir() { newest(&it.path()) } else { changed(&own) }
    };
    fs::read_dir(folder).unwrap().map(of).max().unwrap_or_default()
}

/// Loads the packs that the program brings.
pub async fn load(app: &App) {
    let mut change = app.change(Actor::System).await.unwrap();
    let packs = kriter::standards::check::builtin();
    kriter::standards::load::load(&mut change, &packs).await.unwrap();
    change.commit().await.unwrap();
}

/// Gives the program of these settings a database that begins so: its own file, or one of its own on the server.
pub async fn prepare(config: &mut Config, server: Option<&str>, begins: Begins) {
    let bare = Config { database: None, ..config.clone() };
    match server {
        Some(server) => config.database = Some(on_server(server, bare, begins).await),
        None => in_folder(bare, begins).await,
    }
}

async fn in_folder(bare: Config, begins: Begins) {
    let templates = Path::new(env!("CARGO_TARGET_TMPDIR")).join("templates");
    let template = templates.join(begins.name());
    if !template.exists() {
        fs::create_dir_all(&templates).unwrap();
        let made = tempfile::tempdir_in(&templates).unwrap();
        begins.fill(Config { data: made.path().to_owned(), ..bare.clone() }).await;
        // Another test may have been quicker.
        if fs::rename(made.path(), &template).is_ok() {
            let _ = made.keep();
            forget_others(&templates);
        }
    }
    fs::create_dir_all(&bare.data).unwrap();
    fs::copy(template.join("kriter.db"), bare.data.join("kriter.db")).unwrap();
}

/// Takes away what earlier builds of the tests have left.
fn forget_others(templates: &Path) {
    let own = [Begins::Empty, Begins::Standards].map(Begins::name);
    let is_old = |it: &PathBuf| {
        let name = it.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("kriter_template_") && !own.iter().any(|own| *own == name)
    };
    let found = fs::read_dir(templates).unwrap().filter_map(|it| Some(it.ok()?.path()));
    for it in found.filter(is_old) {
        let _ = fs::remove_dir_all(it);
    }
}

async fn on_server(server: &str, bare: Config, begins: Begins) -> String {
    let admin = Database::connect(format!("{server}/postgres")).await.unwrap();
    let name = format!("kriter_{:016x}", rand::random::<u64>());
    if !copied(&admin, &name, begins).await {
        let made = format!("kriter_made_{:016x}", rand::random::<u64>());
        admin.execute_unprepared(&format!("CREATE DATABASE {made}")).await.unwrap();
        begins.fill(Config { database: Some(format!("{server}/{made}")), ..bare }).await;
        let template = begins.name();
        // Another test may have been quicker.
        let renamed =
            admin.execute_unprepared(&format!("ALTER DATABASE {made} RENAME TO {template}")).await;
        if renamed.is_err() {
            admin.execute_unprepared(&format!("DROP DATABASE {made}")).await.unwrap();
        }
        assert!(copied(&admin, &name, begins).await, "{template} is there now");
    }
    admin.close().await.unwrap();
    format!("{server}/{name}")
}

/// Copies what is to be copied, if it is there.
async fn copied(admin: &DatabaseConnection, name: &str, begins: Begins) -> bool {
    let create = format!("CREATE DATABASE {name} TEMPLATE {}", begins.name());
    admin.execute_unprepared(&create).await.is_ok()
}
