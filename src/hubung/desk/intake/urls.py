"""To come."""

app_name = "intake"
urlpatterns: list[object] = []
