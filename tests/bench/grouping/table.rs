//! All figures, as a table for people.

use std::fmt;

use serde::Serialize;

use crate::{
    cells::{Figures, Means},
    days::DayFigures,
    noise::Noise,
    pairs::PairFigures,
};

/// All figures of one run.
#[derive(Debug, Serialize)]
pub struct Report {
    pub cells: Vec<Figures>,
    pub means: Means,
    pub noise: Vec<Noise>,
    pub pairs: Vec<PairFigures>,
    pub days: Vec<DayFigures>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_cells(f)?;
        self.write_noise(f)?;
        self.write_pairs(f)?;
        self.write_days(f)
    }
}

impl Report {
    fn write_cells(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:18} {:9} {:>8} {:>17} {:>6} {:>6} {:>6}  {:>6} {:>6}  {:>16} {:>6}  {:>5} {:>5}",
            "cell",
            "regime",
            "articles",
            "stories gold/ours",
            "P",
            "R",
            "F1",
            "pair P",
            "pair R",
            "orders: F1 ± sd",
            "spread",
            "draft",
            "place",
        )?;
        for cell in &self.cells {
            let stories = format!("{} / {}", cell.stories_labelled, cell.stories_predicted);
            let orders = format!("{:.4} ± {:.4}", cell.f1.mean, cell.f1.sd);
            writeln!(
                f,
                "{:18} {:9} {:8} {:>17} {:6.4} {:6.4} {:6.4}  {:6.4} {:6.4}  {:>16} {:6.4}  {:5.0} {:5.0}",
                cell.set,
                cell.regime.name(),
                cell.articles,
                stories,
                cell.b_cubed.precision,
                cell.b_cubed.recall,
                cell.b_cubed.f1,
                cell.pairwise.precision,
                cell.pairwise.recall,
                orders,
                cell.f1.range,
                cell.draft_micros,
                cell.place_micros,
            )?;
        }
        let means = &self.means;
        let orders = format!("{:.4} ± {:.4}", means.f1.mean, means.f1.sd);
        writeln!(
            f,
            "{:18} {:9} {:8} {:>17} {:6.4} {:6.4} {:6.4}  {:6} {:6}  {:>16} {:6.4}  µs per article",
            format!("mean of {} cells", means.cells),
            "",
            "",
            "",
            means.b_cubed.precision,
            means.b_cubed.recall,
            means.b_cubed.f1,
            "",
            "",
            orders,
            means.f1.range,
        )
    }

    fn write_noise(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for noise in &self.noise {
            writeln!(
                f,
                "\nnoise: {} {} amid {} unlabelled: P {:.4} R {:.4} F1 {:.4}, a loss of {:.1} points",
                noise.set,
                noise.regime.name(),
                noise.unlabelled,
                noise.b_cubed.precision,
                noise.b_cubed.recall,
                noise.b_cubed.f1,
                noise.loss_points,
            )?;
        }
        Ok(())
    }

    fn write_pairs(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for pairs in &self.pairs {
            writeln!(f, "\npairs: {}, {} articles", pairs.set, pairs.articles)?;
            writeln!(f, "  each pair alone: {}", pairs.alone)?;
            writeln!(f, "  as one stream:   {}", pairs.stream)?;
        }
        Ok(())
    }

    fn write_days(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.days.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "\n{:18} {:9} {:>8}  {:>6} {:>6} {:>6}  {:>6} {:>7} {:>7}  {:>6} {:>6}  {:>16} {:>6}",
            "day",
            "regime",
            "articles",
            "P",
            "R",
            "F1",
            "wrong",
            "stories",
            "small R",
            "pair P",
            "pair R",
            "orders: F1 ± sd",
            "spread",
        )?;
        for day in &self.days {
            let agreement = day.grouped.agreement;
            writeln!(
                f,
                "{:18} {:9} {:8}  {:6.4} {:6.4} {:6.4}  {:6.4} {:7} {:7.4}  {:6.4} {:6.4}  {:>16} {:6.4}",
                day.day,
                day.regime.name(),
                day.articles,
                agreement.precision,
                agreement.recall,
                agreement.f1,
                day.grouped.wrong,
                day.grouped.stories,
                day.grouped.small_recall,
                day.pairwise.precision,
                day.pairwise.recall,
                format!("{:.4} ± {:.4}", day.f1.mean, day.f1.sd),
                day.f1.range,
            )?;
        }
        Ok(())
    }
}
