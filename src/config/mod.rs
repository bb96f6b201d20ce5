//! Directories, configuration, feed list, key map, theme.
