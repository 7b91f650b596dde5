using Dialer.Store.Tables;

namespace Dialer.Server.Webhooks;

/// <summary>The webhooks in memory, as the store has them, and which of them an event is for.</summary>
/// <param name="campaignOf">The name of a campaign's id.</param>
/// <param name="queueOf">The name of a queue's id.</param>
#pragma warning disable CA1001 // It lives as long as the program, and its semaphores hold no handle.
public sealed class WebhookBook(WebhookTable table, Func<int, string> campaignOf, Func<int, string> queueOf)
#pragma warning restore CA1001
{
    public const int Most = 50;

    private readonly SemaphoreSlim _changing = new(1);
    private volatile IReadOnlyList<WebhookRecord> _hooks = table.Webhooks();

    public IReadOnlyList<WebhookRecord> All => _hooks;

    /// <summary>Told of after each change.</summary>
    public Action? Changed { get; set; }

    public WebhookRecord? Find(string id) => _hooks.FirstOrDefault(hook => hook.Id == id);

    /// <summary>What is to be sent of these events, and to whom.</summary>
    public IReadOnlyList<DeliveryRecord> Of(IReadOnlyList<EventRecord> events)
    {
        var hooks = _hooks;
        if (hooks.Count == 0)
            return [];
        var deliveries = new List<DeliveryRecord>();
        foreach (var happened in events)
            foreach (var hook in hooks)
                if (hook.Enabled && IsFor(hook, happened))
                    deliveries.Add(new DeliveryRecord(0, hook.Id, happened.Number, happened.Kind, SubjectOf(happened), DeliveryState.Pending, 0, happened.At, happened.At, null, null, null, happened.Body));
        return deliveries;
    }

    /// <summary>Adds, changes or (null) deletes one where it is still as it was seen.</summary>
    /// <returns>False: another change came before.</returns>
    public async Task<(bool Done, WebhookRecord? Was, WebhookRecord? Is)> ChangeAsync(string id, Func<WebhookRecord?, bool> isAsSeen, Func<WebhookRecord?, WebhookRecord?> change)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var was = Find(id);
            if (!isAsSeen(was))
                return (false, was, was);
            var next = change(was);
            if (next is null)
                await table.DeleteAsync(id).ConfigureAwait(false);
            else
                await table.PutAsync(next).ConfigureAwait(false);
            _hooks = [.. _hooks.Where(hook => hook.Id != id), .. next is null ? Array.Empty<WebhookRecord>() : [next]];
            Changed?.Invoke();
            return (true, was, next);
        }
        finally
        {
            _changing.Release();
        }
    }

    private bool IsFor(WebhookRecord hook, EventRecord happened)
    {
        if (hook.Kinds is { } kinds && !kinds.Contains(happened.Kind, StringComparer.Ordinal))
            return false;
        if (hook.Campaigns is null && hook.Queues is null)
            return true;
        return (happened.Campaign is { } campaign && hook.Campaigns?.Contains(campaignOf(campaign), StringComparer.Ordinal) == true)
            || (happened.Queue is { } queue && hook.Queues?.Contains(queueOf(queue), StringComparer.Ordinal) == true);
    }

    /// <summary>One attempt, else one conversation, else one agent, and so on: its story is told in order.</summary>
    private static string SubjectOf(EventRecord happened)
    {
        using var body = System.Text.Json.JsonDocument.Parse(happened.Body);
        foreach (string field in (string[])["attempt", "interaction", "agent", "campaign", "trunk"])
            if (body.RootElement.TryGetProperty(field, out var id))
                return $"{field} {id}";
        return "dialer";
    }
}
