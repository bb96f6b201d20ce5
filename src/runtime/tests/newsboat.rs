//! A newsboat home taken over from the screen.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_taken_over_into_the_configuration_that_is_in_use() {
    let scratch = tempfile::tempdir().expect("scratch folder");
    let home = scratch.path().join(".newsboat");
    std::fs::create_dir(&home).expect("made");
    std::fs::write(home.join("urls"), "https://a.example/f\n").expect("written");
    std::fs::write(home.join("config"), "text-width 72\n").expect("written");
    let own = scratch.path().join("mine.toml");
    std::fs::write(&own, "# mine\n[display]\nascii = true\n").expect("written");
    let mut real = Real::with(|fetcher| fetcher.config_file = own.clone());
    let path = home.display().to_string();
    real.desk.run(Effect::Import { path });
    while !matches!(real.next().await, Msg::FeedsAdded { added: 1 }) {}
    let text = std::fs::read_to_string(&own).expect("there");
    assert_eq!(
        text,
        "# mine\n[display]\nascii = true\n\n[reading]\ntext_width = 72\n"
    );
    assert!(!real.directories.config_file().exists());
}
