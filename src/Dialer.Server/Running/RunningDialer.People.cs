using Dialer.Core.Compliance;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Store;

namespace Dialer.Server.Running;

/// <summary>People who are not to be called, ask to be forgotten, or wonder why they are not called.</summary>
public sealed partial class RunningDialer
{
    /// <summary>Of a do-not-call list, so that one turn of the engine stays short.</summary>
    private const int NumbersAtOnce = 5_000;
    private static readonly TimeSpan ExplainWithin = TimeSpan.FromSeconds(5);

    /// <summary>Nothing is dialed to them from here on, whatever becomes of the write.</summary>
    public async Task<int> AddDoNotCallAsync(IReadOnlyList<string> numbers, string source, DoNotCallBinding binds)
    {
        var mark = binds == DoNotCallBinding.Person ? DoNotCallMark.Company : DoNotCallMark.Company with { Kind = DoNotCallKind.National };
        Tell(new DoNotCallEntries(mark, numbers));
        int added = await _store.AddDoNotCallAsync(numbers, source, Now(), binds).WaitAsync(KeepWithin).ConfigureAwait(false);
        if (numbers.Count == 1)
            _loop.Post(EngineInput.PeopleObjected(_store.BoundBy(numbers[0])));
        else if (binds == DoNotCallBinding.Person)
            TellObjectors();
        return added;
    }

    public async Task<int> AddDoNotCallAsync(DoNotCallEntries entries, string source)
    {
        Tell(entries);
        return await _store.AddDoNotCallAsync(entries, source, Now()).WaitAsync(KeepWithin).ConfigureAwait(false);
    }

    private void Tell(DoNotCallEntries entries)
    {
        foreach (string[] numbers in entries.Numbers.Chunk(NumbersAtOnce))
            _loop.Post(EngineInput.AddDoNotCallEntries(entries with { Numbers = numbers }));
    }

    /// <summary>Stored before the engine may dial it.</summary>
    public async Task<int> RemoveDoNotCallAsync(string number, DoNotCallKind kind, CampaignId campaign, string by, string reason)
    {
        var removed = await _store.RemoveDoNotCallAsync(number, kind, campaign, by, reason, Now()).WaitAsync(KeepWithin).ConfigureAwait(false);
        if (removed.Entries.Numbers.Count == 0)
            return 0;
        _loop.Post(EngineInput.RemoveDoNotCall(removed));
        foreach (var each in _setup.Campaigns)
            _loop.Post(EngineInput.LeadsAdded(each.Id));
        return removed.Entries.Numbers.Count;
    }

    public Task<PersonErased?> ErasePersonAsync(string? number, string? customerKey, string by, string reason) => Task.Run(() =>
    {
        if (_store.ErasePerson(number, customerKey, by, reason, Now()) is not { } erased)
            return null;
        _line.ForgetGreetings(erased.Numbers);
        int files = ErasedFiles.Delete(_config, erased);
        return new PersonErased(erased.Numbers.Count, erased.Leads, erased.Attempts.Count, files);
    });

    public async Task<LeadVerdict?> ExplainAsync(CampaignId campaign, HopperLead lead, Instant from)
    {
        try
        {
            return await _loop.LookInAsync(engine => engine.Explain(campaign, lead, from)).WaitAsync(ExplainWithin).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private void TellObjectors()
    {
        foreach (var entries in _store.DoNotCallEntries(NumbersAtOnce))
            _loop.Post(EngineInput.AddDoNotCallEntries(entries));
        foreach (var persons in _store.AllObjectors().Chunk(10_000))
            _loop.Post(EngineInput.PeopleObjected(new Objectors(persons, [])));
    }
}
