//! CPU time of processes, from `/proc`, and which core they may use.

use std::fs;
use std::process::Command;
use std::time::Duration;

/// CPU time of a process and of all that it has started, so far.
pub struct Usage(Duration);

impl Usage {
    /// Of a process and its descendants.
    pub fn of(pid: u32) -> Self {
        let all = table();
        let mut known = vec![pid];
        let mut ticks = 0;
        while let Some(one) = known.pop() {
            for (id, parent, used) in &all {
                if *parent == one {
                    known.push(*id);
                }
                if *id == one {
                    ticks += used;
                }
            }
        }
        Self(Duration::from_millis(ticks * 10))
    }

    /// What was used since then.
    pub fn since(&self, before: &Self) -> Duration {
        self.0.saturating_sub(before.0)
    }
}

/// Process, parent, and ticks of a hundredth of a second.
fn table() -> Vec<(u32, u32, u64)> {
    let entries = fs::read_dir("/proc").expect("processes").flatten();
    let row = |entry: fs::DirEntry| {
        let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        let ticks = fields[11].parse::<u64>().ok()? + fields[12].parse::<u64>().ok()?;
        Some((pid, fields[1].parse().ok()?, ticks))
    };
    entries.filter_map(row).collect()
}

/// Keeps a process with all its threads on one core.
pub fn pin(pid: u32, core: u32) {
    let done = Command::new("taskset").args(["-a", "-cp", &core.to_string(), &pid.to_string()]).output();
    assert!(done.is_ok_and(|done| done.status.success()), "taskset keeps a process on its core");
}

/// The database server that a program has started.
pub fn postmaster(program: u32) -> u32 {
    let is_postgres =
        |pid: u32| fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "postgres");
    table().into_iter().find(|(id, parent, _)| *parent == program && is_postgres(*id)).expect("a database server").0
}
