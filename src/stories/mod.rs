//! Articles → stories: pure and deterministic; a story keeps its id as it grows.
