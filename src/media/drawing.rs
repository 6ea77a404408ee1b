//! Drawings: SVG that came from somewhere is read as shapes and written anew. What is no shape (script, links, styles, other
//! files) does not survive that.

use std::sync::{Arc, LazyLock};

use resvg::usvg;
use resvg::usvg::fontdb::Database;

/// The largest drawing that is read.
pub const MOST_BYTES: usize = 512 * 1024;

/// The fonts of drawings: our own two, and none of the machine's.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(include_bytes!("../site/share/fonts/figtree.ttf").to_vec());
    fonts.load_font_data(include_bytes!("../site/share/fonts/bricolage.ttf").to_vec());
    fonts.set_sans_serif_family("Figtree");
    fonts.set_serif_family("Figtree");
    Arc::new(fonts)
});

/// Reads SVG. No other file is opened, whatever it names.
///
/// # Errors
/// Why it is none.
pub fn read(svg: &str) -> Result<usvg::Tree, usvg::Error> {
    let options = usvg::Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Figtree".to_owned(),
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    usvg::Tree::from_str(svg, &options)
}

/// The same shapes, written by us, with width and height.
pub fn written(tree: &usvg::Tree) -> String {
    tree.to_string(&usvg::WriteOptions::default())
}
