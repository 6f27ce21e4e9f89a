//! What a written number or time means: numerals, units, quantities, eras, fiscal years, periods.
