//! The state of the screen and how messages change it; knows no terminal, clock, SQL or network.
