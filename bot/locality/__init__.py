"""All that is local to one court: area, neighbours, places, yearly figures, offices. One folder each."""
