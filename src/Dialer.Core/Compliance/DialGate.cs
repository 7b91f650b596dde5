using Dialer.Core.Campaigns;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>The one gate that every call to the public passes, at the instant of dialing.</summary>
public sealed class DialGate
{
    private readonly HashSet<string> _doNotCall = new(StringComparer.Ordinal);

    /// <param name="number">E.164.</param>
    public void AddDoNotCall(string number) => _doNotCall.Add(number);

    public DialPermission Check(CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now)
    {
        if (_doNotCall.Contains(phone.Number))
            return new DialPermission(DialRefusal.DoNotCall, Instant.Never);
        return DialPermission.Allowed;
    }
}
