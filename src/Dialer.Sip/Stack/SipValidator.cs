namespace Dialer.Sip.Stack;

/// <summary>What a message must have before anything acts on it (RFC 3261 section 8.1.1, 8.2; RFC 4475 section 3.1.2).</summary>
internal static class SipValidator
{
    public static SipRefusal Check(SipMessage message) => message.IsRequest ? CheckRequest(message) : CheckResponse(message);

    private static SipRefusal CheckRequest(SipMessage message)
    {
        var common = CheckCommon(message);
        if (common != SipRefusal.None)
            return common;
        if (!message.CSeqMethodName.SequenceEqual(message.MethodName))
            return SipRefusal.CSeqMethodMismatch;
        var uri = CheckRequestUri(message);
        if (uri != SipRefusal.None)
            return uri;
        if (message.Has(SipHeader.MaxForwards) && !SipSyntax.TryParseNumber(message.Header(SipHeader.MaxForwards), 255, out _))
        {
            return SipRefusal.BadMaxForwards;
        }
        var contact = CheckContact(message);
        if (contact != SipRefusal.None)
            return contact;
        if (message.HasBody && message.Has(SipHeader.ContentType) && !SipHeaderReader.IsMediaType(message.Header(SipHeader.ContentType)))
        {
            return SipRefusal.BadContentType;
        }
        return CheckRoutes(message);
    }

    private static SipRefusal CheckResponse(SipMessage message)
    {
        var common = CheckCommon(message);
        if (common != SipRefusal.None)
            return common;

        // RFC 3261 section 8.1.3.3: we are never a proxy, so a second Via means that the response strayed.
        var vias = message.Header(SipHeader.Via);
        SipSyntax.NextListItem(ref vias, out _);
        bool several = !vias.IsEmpty || message.IndexOf(SipHeader.Via, message.IndexOf(SipHeader.Via) + 1) >= 0;
        return several ? SipRefusal.ResponseWithSeveralVias : CheckContact(message);
    }

    private static SipRefusal CheckCommon(SipMessage message)
    {
        if (!message.Has(SipHeader.Via) || !message.Has(SipHeader.From) || !message.Has(SipHeader.To)
            || !message.Has(SipHeader.CallId) || !message.Has(SipHeader.CSeq))
        {
            return SipRefusal.MissingHeader;
        }
        var vias = message.Header(SipHeader.Via);
        if (!SipSyntax.NextListItem(ref vias, out var top) || !SipViaView.TryParse(top, out _))
            return SipRefusal.BadVia;
        if (message.CallId.IsEmpty || message.CallId.ContainsAnyExcept(SipSyntax.CallIdWord))
            return SipRefusal.BadCallId;
        if (message.CSeqNumber < 0)
            return SipRefusal.BadCSeq;
        if (!IsParty(message.Header(SipHeader.From)))
            return SipRefusal.BadFrom;
        return IsParty(message.Header(SipHeader.To)) ? SipRefusal.None : SipRefusal.BadTo;
    }

    private static bool IsParty(ReadOnlySpan<byte> value) =>
        SipAddressView.TryParse(value, out var address)
        && address.IsWhole(out var uri)
        && uri.Scheme != SipUriScheme.Other;

    private static SipRefusal CheckRequestUri(SipMessage message)
    {
        if (message.RequestUri.Length > SipUriView.MaxLength)
            return SipRefusal.RequestUriTooLong;
        if (!SipUriView.TryParse(message.RequestUri, out var uri))
        {
            return IsForeignUri(message.RequestUri) ? SipRefusal.UnknownUriScheme : SipRefusal.BadRequestUri;
        }
        if (uri.Scheme == SipUriScheme.Other)
            return SipRefusal.UnknownUriScheme;

        // RFC 3261 section 19.1.1: a Request-URI carries no header part.
        return uri.Headers.IsEmpty ? SipRefusal.None : SipRefusal.BadRequestUri;
    }

    private static bool IsForeignUri(ReadOnlySpan<byte> text) =>
        SipUriView.TryParse(text, out var uri) && uri.Scheme == SipUriScheme.Other;

    private static SipRefusal CheckContact(SipMessage message)
    {
        for (int i = message.IndexOf(SipHeader.Contact); i >= 0; i = message.IndexOf(SipHeader.Contact, i + 1))
        {
            var rest = message.ValueAt(i);
            if (rest.SequenceEqual("*"u8))
                continue;
            while (SipSyntax.NextListItem(ref rest, out var item))
            {
                if (!SipAddressView.TryParse(item, out var address) || !address.IsWhole(out _))
                    return SipRefusal.BadContact;
            }
        }
        return SipRefusal.None;
    }

    private static SipRefusal CheckRoutes(SipMessage message)
    {
        var routes = CheckRouteField(message, SipHeader.Route);
        return routes != SipRefusal.None ? routes : CheckRouteField(message, SipHeader.RecordRoute);
    }

    private static SipRefusal CheckRouteField(SipMessage message, SipHeader field)
    {
        for (int i = message.IndexOf(field); i >= 0; i = message.IndexOf(field, i + 1))
        {
            var rest = message.ValueAt(i);
            while (SipSyntax.NextListItem(ref rest, out var item))
            {
                if (!SipAddressView.TryParse(item, out var address) || !address.IsWhole(out _))
                    return SipRefusal.BadRoute;
            }
        }
        return SipRefusal.None;
    }
}
