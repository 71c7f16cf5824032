"""Webhooks of the token that asks."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from ninja import Status as Answer

from hubung.api import cursors, problems
from hubung.api.auth import needs
from hubung.api.callers import ApiRequest
from hubung.api.models import Delivery, Scope, Webhook
from hubung.api.problems import Problem
from hubung.api.schemas import webhooks as schemas
from hubung.api.schemas.common import Paging, answers
from hubung.api.webhooks.signing import secret_of

router = Router(tags=["webhooks"])
MANAGE = needs(Scope.WEBHOOKS_MANAGE)
#: More addresses than one program needs.
MOST = 10
_END = 2**63 - 1


@router.get(
    "/webhooks",
    response=answers(list[schemas.WebhookOut]),
    summary=_("List webhooks"),
    description=_("Those of this token; they end with it."),
    operation_id="list_webhooks",
    **MANAGE,
)
def list_webhooks(request: ApiRequest) -> list[schemas.WebhookOut]:
    return [_webhook(each) for each in Webhook.objects.filter(token=request.auth.token)]


@router.post(
    "/webhooks",
    response=answers(schemas.WebhookWithSecret, 400, 409, 413, 422, status=201),
    summary=_("Make a webhook"),
    description=_("It is told which case changed and how, signed; what is new is then fetched."),
    operation_id="create_webhook",
    **MANAGE,
)
def create_webhook(
    request: ApiRequest, asked: schemas.WebhookIn
) -> Answer[schemas.WebhookWithSecret]:
    token = request.auth.token
    if Webhook.objects.filter(token=token).count() >= MOST:
        raise Problem(
            problems.CONFLICT,
            gettext("A token has at most %(count)d webhooks: delete one first.") % {"count": MOST},
        )
    made = Webhook.objects.create(token=token, url=asked.url, events=sorted(set(asked.events)))
    secret = secret_of(made.nonce)
    return Answer(201, schemas.WebhookWithSecret(**dict(_webhook(made)), secret=secret))


@router.get(
    "/webhooks/{int:webhook_id}",
    response=answers(schemas.WebhookOut, 404),
    summary=_("Read a webhook"),
    operation_id="get_webhook",
    **MANAGE,
)
def get_webhook(request: ApiRequest, webhook_id: int) -> schemas.WebhookOut:
    return _webhook(_find(request, webhook_id))


@router.delete(
    "/webhooks/{int:webhook_id}",
    response=answers(None, 404, status=204),
    summary=_("Delete a webhook"),
    description=_("With everything that still waits for it."),
    operation_id="delete_webhook",
    **MANAGE,
)
def delete_webhook(request: ApiRequest, webhook_id: int) -> Answer[None]:
    _find(request, webhook_id).delete()
    return Answer(204, None)


@router.get(
    "/webhooks/{int:webhook_id}/deliveries",
    response=answers(schemas.DeliveryPage, 404, 422),
    summary=_("List what was sent to a webhook"),
    description=_("Of the last 30 days, newest first, with what went wrong."),
    operation_id="list_deliveries",
    **MANAGE,
)
def list_deliveries(
    request: ApiRequest, webhook_id: int, paging: Query[Paging]
) -> schemas.DeliveryPage:
    before = cursors.number(paging.cursor, _END)
    sent = Delivery.objects.filter(webhook=_find(request, webhook_id), pk__lt=before)
    deliveries, more = cursors.cut(sent.order_by("-pk"), paging.limit)
    return schemas.DeliveryPage(
        items=[_delivery(each) for each in deliveries],
        next_cursor=cursors.encode(deliveries[-1].pk) if more else None,
    )


def _find(request: ApiRequest, pk: int) -> Webhook:
    found = Webhook.objects.filter(token=request.auth.token, pk=pk).first()
    if found is None:
        raise Problem(problems.NOT_FOUND)
    return found


def _webhook(webhook: Webhook) -> schemas.WebhookOut:
    return schemas.WebhookOut(
        id=webhook.pk, url=webhook.url, events=webhook.events, created_at=webhook.created_at
    )


def _delivery(delivery: Delivery) -> schemas.DeliveryOut:
    return schemas.DeliveryOut.model_validate(
        {
            "id": delivery.key,
            "event": delivery.event,
            "created_at": delivery.created_at,
            "delivered_at": delivery.delivered_at,
            "next_attempt_at": delivery.next_attempt_at,
            "attempts": delivery.attempts,
            "status": delivery.status,
            "error": delivery.error,
        }
    )
