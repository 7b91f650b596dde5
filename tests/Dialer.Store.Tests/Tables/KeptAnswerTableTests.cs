using Dialer.Store.Tables;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests.Tables;

/// <summary>Answers that are kept by the key of their request.</summary>
public sealed class KeptAnswerTableTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-answers");
    private DialerStore _store;
    private KeptAnswerTable _answers;

    public KeptAnswerTableTests()
    {
        _store = Open();
        _answers = new KeptAnswerTable(_store, TimeSpan.FromDays(1));
    }

    private DialerStore Open() => DialerStore.Open(new StoreOptions(Path.Combine(_folder.FullName, "dialer.db")), new RecordingObserver());

    [Fact]
    public async Task A_key_is_taken_once_and_its_answer_outlives_a_crash()
    {
        Assert.Null(await _answers.TakeAsync("ana", "k", "print", Now));
        Assert.Equal(new KeptAnswer("print", null, null, null, null), await _answers.TakeAsync("ana", "k", "print", Now));
        Assert.Null(await _answers.TakeAsync("ben", "k", "other", Now));
        var answer = new KeptAnswer("print", 201, "application/json", "Location: /v1/x", "{}");
        await _answers.KeepAsync("ana", "k", answer);
        _store.Abandon();
        _store = Open();
        _answers = new KeptAnswerTable(_store, TimeSpan.FromDays(1));
        Assert.Equal(answer, await _answers.TakeAsync("ana", "k", "print", Now.AddHours(23)));
    }

    [Fact]
    public async Task A_key_is_free_again_when_it_is_released_and_after_its_day()
    {
        await _answers.TakeAsync("ana", "k", "print", Now);
        await _answers.ReleaseAsync("ana", "k");
        Assert.Null(await _answers.TakeAsync("ana", "k", "print", Now));
        Assert.Null(await _answers.TakeAsync("ana", "k", "print", Now.AddHours(25)));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }
}
