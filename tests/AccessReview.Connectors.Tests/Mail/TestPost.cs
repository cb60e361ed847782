using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using AccessReview.Connectors.Mail;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace AccessReview.Connectors.Tests.Mail;

/// <summary>A mail server on this machine, with STARTTLS and a certificate of its own, that can be told to behave badly.</summary>
public sealed class TestPost : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2 certificate = MakeCertificate();
    private readonly ConcurrentQueue<MimeMessage> letters = new();
    private readonly Channel<MimeMessage> arrivals = Channel.CreateUnbounded<MimeMessage>();
    private readonly Task running;

    /// <summary>Starts it.</summary>
    /// <param name="tls">Whether it offers STARTTLS.</param>
    /// <param name="password">The password it wants of anybody; null: it wants no sign-in.</param>
    public TestPost(bool tls = true, string? password = null)
    {
        Port = FreePort();
        var options = new SmtpServerOptionsBuilder().ServerName("post.test").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port));
            if (tls)
            {
                endpoint.Certificate(certificate);
            }

            endpoint.AuthenticationRequired(password is not null).AllowUnsecureAuthentication(!tls);
        }).Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)new Store(this));
        services.Add((IMailboxFilter)new Filter(this));
        services.Add((IUserAuthenticator)new Door(this, password));
        running = new SmtpServer.SmtpServer(options, services).StartAsync(stop.Token);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>SHA-256 of its certificate.</summary>
    public string CertificateSha256 => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>What it has taken, in order.</summary>
    public IReadOnlyList<MimeMessage> Letters => [.. letters];

    /// <summary>Who signed in, or tried to.</summary>
    public ConcurrentQueue<string> SignIns { get; } = new();

    /// <summary>What it answers to a recipient; null: it takes them.</summary>
    public Func<string, SmtpResponse?> Recipients { get; set; } = _ => null;

    /// <summary>It takes the next letter and hangs up before it says so.</summary>
    public bool HangsUp { get; set; }

    /// <summary>What happens when it has a letter and has not yet said that it takes it.</summary>
    public Action Has { get; set; } = () => { };

    /// <summary>It takes the next letters only when this is done.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    /// <summary>How the product is told to reach it.</summary>
    public MailServer Server => new() { Host = "127.0.0.1", Port = Port, Security = MailSecurity.StartTls, CertificateSha256 = CertificateSha256 };

    /// <summary>The next letter, once it has arrived.</summary>
    public async Task<MimeMessage> NextAsync() => await arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>The plain text of a letter.</summary>
    public static string TextOf(MimeMessage letter) => letter.TextBody!.ReplaceLineEndings("\n");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }

        stop.Dispose();
        certificate.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=post.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private sealed class Store(TestPost post) : IMessageStore
    {
        public async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var bytes = new MemoryStream(buffer.ToArray());
            var letter = await MimeMessage.LoadAsync(bytes, cancellationToken);
            post.Has();
            await post.Until;
            post.letters.Enqueue(letter);
            post.arrivals.Writer.TryWrite(letter);
            if (post.HangsUp)
            {
                post.HangsUp = false;
                context.Pipe.Dispose();
                throw new IOException("hung up");
            }

            return SmtpResponse.Ok;
        }
    }

    private sealed class Filter(TestPost post) : IMailboxFilter
    {
        public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            post.Recipients($"{to.User}@{to.Host}") is { } answer ? throw new SmtpResponseException(answer) : Task.FromResult(true);
    }

    private sealed class Door(TestPost post, string? expected) : IUserAuthenticator
    {
        public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken)
        {
            post.SignIns.Enqueue(user);
            return Task.FromResult(password == expected);
        }
    }
}
