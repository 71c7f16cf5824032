"""What the portal of the demonstration says: invented news, as a ministry would write them."""
