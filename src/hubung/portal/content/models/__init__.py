"""The pages of the portal. The tree is the ministry: a unit's pages stand below its section."""

from hubung.portal.content.models.announcements import AnnouncementPage as AnnouncementPage
from hubung.portal.content.models.announcements import Urgency as Urgency
from hubung.portal.content.models.articles import EventPage as EventPage
from hubung.portal.content.models.articles import NewsPage as NewsPage
from hubung.portal.content.models.articles import PlainPage as PlainPage
from hubung.portal.content.models.base import ContentPage as ContentPage
from hubung.portal.content.models.documents import Availability as Availability
from hubung.portal.content.models.documents import DocumentKind as DocumentKind
from hubung.portal.content.models.documents import DocumentPage as DocumentPage
from hubung.portal.content.models.guides import GuidePage as GuidePage
from hubung.portal.content.models.media import Paper as Paper
from hubung.portal.content.models.media import Picture as Picture
from hubung.portal.content.models.media import Size as Size
from hubung.portal.content.models.review import OfficerReview as OfficerReview
from hubung.portal.content.models.rooms import HomePage as HomePage
from hubung.portal.content.models.rooms import SectionPage as SectionPage
from hubung.portal.content.models.services import ServicePage as ServicePage
