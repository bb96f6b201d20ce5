//! The sample day: a loopback server with feeds and pages written for this project.
