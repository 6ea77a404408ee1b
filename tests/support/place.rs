//! Where this run keeps its files, and what becomes of them: a caretaker process outlives the tests, ends what they have
//! started and removes their directories, also when they are killed.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;

/// Reads the name of the run, then waits for the end of its standard input, which is the end of the tests.
const CARETAKER: &str = r#"
read -r name || exit 0
cat >/dev/null
tries=0
while ls /dev/shm/"$name"/*/pg/postmaster.pid /tmp/"$name"/*/pg/postmaster.pid 2>/dev/null | grep -q . && [ $tries -lt 50 ]; do
  sleep 0.1
  tries=$((tries + 1))
done
for process in /proc/[0-9]*; do
  [ "$process" = /proc/$$ ] && continue
  what="$(readlink "$process/cwd" 2>/dev/null) $(tr '\0' ' ' <"$process/cmdline" 2>/dev/null)"
  case $what in *"/$name/"*) kill -KILL "${process#/proc/}" 2>/dev/null ;; esac
done
sleep 0.2
rm -rf "/dev/shm/$name" "/tmp/$name"
"#;

/// The directories of one test process.
pub struct Place {
    name: String,
    /// Closed by the end of this process, which tells the caretaker.
    _open: Option<ChildStdin>,
}

impl Place {
    /// The one of this process.
    pub fn get() -> &'static Self {
        static PLACE: OnceLock<Place> = OnceLock::new();
        PLACE.get_or_init(|| {
            sweep(Path::new("/dev/shm"));
            sweep(Path::new("/tmp"));
            let name = format!("shingle-test-{}", std::process::id());
            #[expect(clippy::zombie_processes, reason = "it ends after this process")]
            let mut child = Command::new("sh")
                .args(["-c", CARETAKER])
                .current_dir("/")
                .process_group(0)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("sh runs");
            let mut open = child.stdin.take();
            if let Some(pipe) = &mut open {
                writeln!(pipe, "{name}").expect("the caretaker listens");
            }
            Self { name, _open: open }
        })
    }

    /// A directory in memory where it has 1 GiB free, else on disk: for what may be lost.
    pub fn quick(&self, part: &str) -> PathBuf {
        self.make(if free_bytes("/dev/shm") >= 1 << 30 { "/dev/shm" } else { "/tmp" }, part)
    }

    /// A directory on disk: for what must be durable.
    pub fn durable(&self, part: &str) -> PathBuf {
        self.make("/tmp", part)
    }

    fn make(&self, parent: &str, part: &str) -> PathBuf {
        let path = Path::new(parent).join(&self.name).join(part);
        std::fs::create_dir_all(&path).expect("a directory for the tests");
        path
    }
}

/// Removes what runs without a caretaker (a machine that went down) left behind.
fn sweep(parent: &Path) {
    for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.strip_prefix("shingle-test-")) else { continue };
        if pid.parse::<u32>().is_ok() && !Path::new("/proc").join(pid).exists() {
            // What cannot be removed belongs to somebody else.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

#[allow(clippy::unnecessary_cast, reason = "macOS counts blocks in 32 bits")]
fn free_bytes(path: &str) -> u64 {
    nix::sys::statvfs::statvfs(path).map_or(0, |stat| stat.blocks_available() as u64 * stat.fragment_size() as u64)
}
