using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>Goes through the rules that bind for one number at one instant: the campaign's own, then those of the places.</summary>
internal struct BoundRules
{
    private readonly CallingRules _calling;
    private readonly string? _region;
    private readonly NumberOrigin _origin;
    private readonly DateOnly _today;
    private int _next = -1;

    public BoundRules(CallingRules calling, HopperLead lead, LeadPhone phone, Instant now)
    {
        (_calling, _region) = (calling, lead.Region);
        if (calling.Places.Count == 0)
            return;
        _origin = NumberOrigin.Of(phone.Number);
        _today = DateOnly.FromDateTime(LocalMoment.Of(lead.TimeZone ?? phone.TimeZone ?? TimeZoneInfo.Utc, now));
    }

    /// <param name="region">For the holidays of a part of the country.</param>
    public bool TryNext(out CallingRules rules, out string? region)
    {
        (rules, region) = (_calling, _region);
        if (_next < 0)
        {
            _next = 0;
            return true;
        }
        while (_next < _calling.Places.Count)
        {
            var place = _calling.Places[_next++];
            if (!place.Bind(_origin, _region, _today))
                continue;
            rules = place.Rules;
            region = place.States.Count == 0 || (_region is not null && place.States.Contains(_region)) ? _region ?? _origin.State : _origin.State;
            return true;
        }
        return false;
    }
}
