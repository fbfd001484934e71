//! What the program embeds while it is compiled: cargo watches the sources alone, so a new file would be missed.

fn main() {
    for folder in ["templates", "assets/dist", "migrations", "config/demo"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
