"""The console application: the one place that joins the parts that draw to the data they show."""
