using System.Text.Json;
using Dialer.Core.Callers;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Server.Outlets;

namespace Dialer.Server.Running;

/// <summary>
/// Asks the company's own system what a menu wants to know of a caller, and brings the answer back as an input. A POST of
/// <c>{ "called", "caller", "keyed": { field: digits } }</c>, answered by <c>{ "way": word, "say": name }</c>. Whatever goes
/// wrong is an answer without a word; the menu waits no longer than it says. What no room is left for is not asked.
/// </summary>
internal sealed class CompanyOutlet : IOutlet, IAsyncDisposable
{
    public const int CongestedAt = 500;
    public const int Capacity = 1_000;

    /// <summary>Questions under way at once.</summary>
    private const int AtOnce = 32;

    /// <summary>Longest answer, bytes.</summary>
    private const int LongestAnswer = 16_384;

    /// <summary>No menu waits longer (<c>withinSeconds</c>).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly OutletQueue<(CallId Call, CompanyQuestion Question)> _queue = new("company's questions", CongestedAt, Capacity, AtCapacity.DropOldest);
    private readonly HttpClient _client;
    private readonly Action<EngineInput> _post;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _slots = new(AtOnce, AtOnce);
    private Task _running = Task.CompletedTask;

    public CompanyOutlet(Action<EngineInput> post, ILogger logger)
    {
        _post = post;
        _logger = logger;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = AtOnce }) { Timeout = Longest, MaxResponseContentBufferSize = LongestAnswer };
    }

    public string Name => "company";

    public bool IsCongested => _queue.IsCongested;

    public Action? Relieved
    {
        get => _queue.Relieved;
        set => _queue.Relieved = value;
    }

    public void Start() => _running = Task.Run(RunAsync);

    public void Take(Outbox outbox, long stored)
    {
        foreach (ref readonly var output in outbox.Outputs)
            if (output.Kind == EngineOutputKind.AskCompany)
                _queue.Add((output.Call, outbox.QuestionOf(output)));
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (int slot = 0; slot < AtOnce; slot++)
            await _slots.WaitAsync().ConfigureAwait(false);
        _client.Dispose();
        _slots.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _queue.WaitAsync(_stopping.Token).ConfigureAwait(false))
            while (_queue.TryTake(out var asked))
            {
                await _slots.WaitAsync(_stopping.Token).ConfigureAwait(false);
                _ = AnswerAsync(asked.Call, asked.Question);
            }
    }

    private async Task AnswerAsync(CallId call, CompanyQuestion question)
    {
        try
        {
            _post(EngineInput.CompanyAnswered(call, await AskAsync(question).ConfigureAwait(false)));
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<CompanyAnswer> AskAsync(CompanyQuestion question)
    {
        try
        {
            var keyed = question.Entries.GroupBy(entry => entry.Field).ToDictionary(field => field.Key, field => field.Last().Digits);
            using var answer = await _client.PostAsJsonAsync(new Uri(question.Question), new { called = question.Called, caller = question.Caller, keyed }, _stopping.Token).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            var said = await answer.Content.ReadFromJsonAsync<Answer>(JsonSerializerOptions.Web, _stopping.Token).ConfigureAwait(false);
            return new CompanyAnswer(said?.Way, said?.Say);
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException or JsonException or NotSupportedException or InvalidOperationException)
        {
            HostLog.CompanyFailed(_logger, question.Question, failed.Message);
            return new CompanyAnswer(null, null);
        }
    }

    private sealed record Answer(string? Way, string? Say);
}
