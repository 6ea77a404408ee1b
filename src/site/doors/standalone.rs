//! The same drawings with their colours in them: for files, and for pictures that no stylesheet reaches.

/// Colours by class, as they are in daylight.
const DAYLIGHT: [(&str, &str); 25] = [
    ("paint-damson", "#5f2d4b"),
    ("paint-green", "#1f5c47"),
    ("paint-blue", "#2f5fa8"),
    ("paint-brick", "#b5472f"),
    ("paint-brass", "#e3b23c"),
    ("paint-pink", "#eab7ad"),
    ("paint-chalk", "#f4ece6"),
    ("paint-sky", "#b8cbd6"),
    ("paint-white", "#ffffff"),
    ("paint-ink", "#23141d"),
    ("paint-pavement", "#3a192d"),
    ("paint-lamp", "#e3b23c"),
    ("paint-leaf", "#3f7d4f"),
    ("paint-fur", "#3a2a2f"),
    ("paint-shade", "#000000"),
    ("paint-mark", "#000000"),
    ("skin-a", "#f3cbb0"),
    ("skin-b", "#dba37f"),
    ("skin-c", "#b67a55"),
    ("skin-d", "#8a5638"),
    ("skin-e", "#613b28"),
    ("hair-a", "#2b1a1d"),
    ("hair-b", "#6b3b22"),
    ("hair-c", "#b5633a"),
    ("hair-d", "#b9b0ad"),
];

/// How much of a colour is laid on.
fn strength(class: &str) -> Option<&'static str> {
    match class {
        "paint-shade" => Some("0.18"),
        "paint-mark" => Some("0.06"),
        _ => None,
    }
}

/// What stands in place of a class.
fn attributes(class: &str, own: &[(&str, String)]) -> String {
    let (property, name, none) = match class.strip_prefix("line-") {
        Some(name) => ("stroke", name, " fill=\"none\""),
        None => ("fill", class.split(' ').next().unwrap_or_default(), ""),
    };
    let daylight = || DAYLIGHT.iter().find(|(known, _)| *known == name).map(|(_, colour)| *colour);
    let own = own.iter().find(|(known, _)| *known == name).map(|(_, colour)| colour.as_str());
    let Some(colour) = own.or_else(daylight) else { return String::new() };
    let opacity = strength(name).map(|much| format!(" {property}-opacity=\"{much}\"")).unwrap_or_default();
    format!("{property}=\"{colour}\"{opacity}{none}")
}

/// A drawing of this module as a file of its own.
#[must_use]
pub fn standalone(svg: &str) -> String {
    painted(svg, &[])
}

/// The same in colours of one's own, by class; what has none keeps its daylight.
#[must_use]
pub fn painted(svg: &str, own: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(svg.len() + 512);
    let mut rest = svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    while let Some((before, after)) = rest.split_once("class=\"") {
        out.push_str(before);
        let (class, behind) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(&attributes(class, own));
        rest = behind.to_owned();
    }
    out.push_str(&rest);
    out
}
