"""To come."""

app_name = "boxes"
urlpatterns: list[object] = []
