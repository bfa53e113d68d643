//! Reading and writing small files without losing anything.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::CatalogError;

/// No file of the course that this crate reads is larger, in bytes.
const LARGEST: u64 = 4 << 20;

/// Reads a text file; `None` when it is not there.
///
/// # Errors
///
/// [`CatalogError::Io`] when it cannot be read, is not UTF-8 or is larger than 4 MiB.
pub(crate) fn read(path: &Path) -> Result<Option<String>, CatalogError> {
    let failed = |source| CatalogError::Io {
        action: "read",
        path: path.to_owned(),
        source,
    };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        let too_large = format!("it is larger than {} MiB", LARGEST >> 20);
        return Err(failed(io::Error::new(
            io::ErrorKind::FileTooLarge,
            too_large,
        )));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(error) => {
            let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            let not_text = format!("line {line} is not UTF-8");
            Err(failed(io::Error::new(io::ErrorKind::InvalidData, not_text)))
        }
    }
}

/// There is no such file; a file in the place of its folder comes to the same.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Replaces a file as one step: readers see the old content or the new, never a part.
///
/// The content goes to a new file in the same folder, reaches the disk, and takes the place of the
/// old file by a rename. When anything fails, the old file is as it was.
///
/// # Errors
///
/// [`CatalogError::Io`] when a step fails, for example on a full disk or in a read-only folder.
pub fn write_atomically(path: &Path, content: &[u8]) -> Result<(), CatalogError> {
    let failed = |source| CatalogError::Io {
        action: "write",
        path: path.to_owned(),
        source,
    };
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let (mut file, temporary) = create_temporary(folder, path).map_err(failed)?;
    let replaced = (|| {
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    })();
    if let Err(error) = replaced {
        // The first error is the one to report; a temporary file that stays behind does no harm.
        let _ = fs::remove_file(&temporary);
        return Err(failed(error));
    }
    // The rename itself is durable once the folder is; not every system lets a folder be synced.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// A new file beside `path` with a name that nobody else uses.
fn create_temporary(folder: &Path, path: &Path) -> io::Result<(File, PathBuf)> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    loop {
        // Relaxed: the number only has to differ from the others, it orders nothing.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let temporary = folder.join(format!(".{name}.{}-{number}.tmp", std::process::id()));
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)
        {
            // Left behind by a process that had the same id: take the next number.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result.map(|file| (file, temporary)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_stays_behind() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("new/progress.toml");
        write_atomically(&path, b"one").expect("folder is created");
        write_atomically(&path, b"two").expect("file is replaced");
        assert_eq!(read(&path).expect("readable"), Some("two".to_owned()));
        let names = fs::read_dir(folder.path().join("new"))
            .expect("readable")
            .count();
        assert_eq!(names, 1);
    }

    #[test]
    fn a_target_that_cannot_be_replaced_stays_and_leaves_no_temporary_file() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("progress.toml");
        fs::create_dir(&path).expect("a folder in the way");
        assert!(write_atomically(&path, b"one").is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
    }

    #[test]
    fn a_text_that_is_not_utf8_names_the_line() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("exercise.toml");
        fs::write(&path, b"format = 1\ntitle = \"\xff\"\n").expect("writable");
        let message = read(&path).expect_err("not UTF-8").to_string();
        assert!(message.contains("line 2 is not UTF-8"), "{message}");
        assert!(message.ends_with("save the file as UTF-8"), "{message}");
    }

    #[test]
    fn a_file_that_is_not_there_is_not_an_error() {
        assert!(
            read(Path::new("/nowhere/at/all"))
                .expect("no error")
                .is_none()
        );
    }
}
