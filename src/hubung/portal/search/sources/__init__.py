"""What the portal has to be found, each from the query that its own pages are made from."""

from hubung.portal.search.sources.agenda import AgendaEntries
from hubung.portal.search.sources.answers import Answers
from hubung.portal.search.sources.data import DataSets
from hubung.portal.search.sources.pages import Pages
from hubung.portal.search.sources.register import RegisterItems
from hubung.portal.search.sources.units import Units

EVERY = (Pages, DataSets, AgendaEntries, Answers, RegisterItems, Units)
