//! The one test program: the program as a user runs it, and the shape of the source.

mod adding;
mod aggregators;
mod compare;
mod controls;
mod crash;
mod export;
mod following;
mod full_texts;
mod layers;
mod newsboat;
mod plain;
mod politeness;
mod program;
mod refresh;
mod rules;
mod server;
mod svg;
mod terminal;
mod trust;
