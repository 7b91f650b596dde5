using Dialer.Core.Ids;

namespace Dialer.Line;

/// <summary>How an agent's phone is reached.</summary>
/// <param name="Uri">SIP address of the phone, such as sip:1001@pbx.example.</param>
/// <param name="Via">The PBX to send the INVITE to; null: straight to the address in <paramref name="Uri"/>.</param>
/// <param name="Media">Its codecs and encryption; null: those of <paramref name="Via"/>, else plain G.711.</param>
public sealed record AgentPhone(string Uri, TrunkId? Via = null, CallMedia? Media = null)
{
    /// <summary>The user that the address names, by which the phone registers; null: it names none.</summary>
    public string? User
    {
        get
        {
            int from = Uri.IndexOf(':', StringComparison.Ordinal) + 1;
            int at = Uri.IndexOf('@', StringComparison.Ordinal);
            return at <= from ? null : Uri[from..at].Split(':', ';')[0];
        }
    }
}
