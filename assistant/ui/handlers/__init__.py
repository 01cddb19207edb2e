"""What happens on the page, by panel: plain generators over the desk that know part names only."""
